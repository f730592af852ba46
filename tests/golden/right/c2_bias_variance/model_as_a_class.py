"""Bias and variance with a small class for the model."""

from itertools import chain

import numpy as np

TABLE = """
bigger_network    more_data
train_longer      regularization
new_architecture  dropout
"""

CURES = dict(zip(("bias", "variance"), zip(*(line.split() for line in TABLE.split("\n") if line))))

READING = {
    (False, False): "none",
    (True, False): "bias",
    (False, True): "variance",
    (True, True): "both",
}


def error_rate(y, y_hat):
    pairs = list(zip(np.asarray(y).flat, np.asarray(y_hat).flat))
    return 1 - sum(a == b for a, b in pairs) / len(pairs)


def diagnose(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
    out = dict(avoidable_bias=train_error - bayes_error, variance=dev_error - train_error)
    out["problems"] = ["bias"] * (out["avoidable_bias"] > tolerance)
    out["problems"] += ["variance"] * (out["variance"] > tolerance)
    return out


def recommend(problems):
    if not all(problem in CURES for problem in problems):
        raise ValueError("only bias and variance can be helped")
    return sorted(dict.fromkeys(chain.from_iterable(CURES[problem] for problem in problems)))


def polynomial_features(x, degree):
    return np.float_power(x, np.arange(degree + 1)[:, np.newaxis])


def ridge_fit(Phi, y, lambd):
    A = np.array(Phi @ Phi.T, dtype=np.float64)
    A.flat[len(A) + 1 :: len(A) + 1] += lambd
    return np.linalg.inv(A) @ (Phi @ y)


class Polynomial:
    def __init__(self, degree, lambd):
        self.degree, self.lambd, self.theta = degree, lambd, None

    def fit(self, x, y):
        self.theta = ridge_fit(polynomial_features(x, self.degree), y, self.lambd)
        return self

    def error(self, x, y):
        off = self.theta @ polynomial_features(x, self.degree)
        off -= y
        off *= off
        return off.mean()


def learning_curve(x_train, y_train, x_dev, y_dev, sizes, degree, lambd):
    curves = np.zeros((2, len(sizes)))
    model = Polynomial(degree, lambd)
    for place, s in enumerate(sizes):
        seen = x_train[:s], y_train[:s]
        model.fit(*seen)
        curves[:, place] = model.error(*seen), model.error(x_dev, y_dev)
    return curves[0], curves[1]


def read_learning_curve(train_errors, dev_errors, target, tolerance):
    *_, (train, dev) = zip(train_errors, dev_errors)
    key = bool(train > target + tolerance), bool(dev - train > tolerance)
    return {"problem": READING[key], "more_data_helps": int(key[1]), "last": (train, dev)}


def bias_variance_decomposition(predictions, targets):
    off = np.subtract(predictions, targets)
    mse = np.square(off).mean()
    bias2 = np.square(off.mean(axis=0)).mean()
    return dict(bias2=bias2, variance=mse - bias2, mse=mse)


def choose_lambda(x_train, y_train, x_dev, y_dev, degree, lambdas):
    errors = [Polynomial(degree, lambd).fit(x_train, y_train).error(x_dev, y_dev) for lambd in lambdas]
    best, _ = min(zip(lambdas, errors), key=lambda pair: pair[1])
    return [best, errors]
