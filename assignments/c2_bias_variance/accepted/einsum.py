# einsum, outer products, singular values; the constant is split off before the fit.

import numpy as np


def error_rate(y, y_hat):
    y, y_hat = np.array(y).flatten(), np.array(y_hat).flatten()
    return np.count_nonzero(y != y_hat) / y.size


def polynomial_features(x, degree):
    return np.power.outer(np.asarray(x, dtype=np.float64), np.arange(degree + 1)).T.copy()


def ridge_fit(Phi, y, lambd):
    gram = np.einsum("ai,bi->ab", Phi, Phi)
    gram[np.arange(1, len(Phi)), np.arange(1, len(Phi))] += lambd
    U, values, Vt = np.linalg.svd(gram)
    return np.einsum("ba,b,cb,ci,i->a", Vt, 1 / values, U, Phi, y)


def learning_curve(x_train, y_train, x_dev, y_dev, sizes, degree, lambd):
    train_errors, dev_errors = np.empty(len(sizes)), np.empty(len(sizes))
    for place, s in enumerate(sizes):
        theta = ridge_fit(polynomial_features(x_train[:s], degree), y_train[:s], lambd)
        for errors, x, y in ((train_errors, x_train[:s], y_train[:s]), (dev_errors, x_dev, y_dev)):
            gap = np.einsum("a,ai->i", theta, polynomial_features(x, degree)) - y
            errors[place] = np.einsum("i,i->", gap, gap) / len(y)
    return train_errors, dev_errors


def bias_variance_decomposition(predictions, targets):
    k, m = predictions.shape
    centre = np.einsum("ki->i", predictions) / k
    bias = centre - targets
    spread = predictions - centre
    misses = predictions - targets
    return {
        "bias2": np.array(np.einsum("i,i->", bias, bias) / m),
        "variance": np.array([np.einsum("ki,ki->", spread, spread) / (k * m)]),
        "mse": np.array([[np.einsum("ki,ki->", misses, misses) / (k * m)]]),
    }


def choose_lambda(x_train, y_train, x_dev, y_dev, degree, lambdas):
    Phi, dev = polynomial_features(x_train, degree), polynomial_features(x_dev, degree)
    errors = [np.square(ridge_fit(Phi, y_train, one) @ dev - y_dev).mean() for one in lambdas]
    return sorted(zip(errors, range(len(errors)), lambdas, strict=False))[0][2], errors
