# The normal equations of centred rows, recursion for powers, the identity for the error.

from functools import reduce
from itertools import chain

import numpy as np


def error_rate(y, y_hat):
    return np.array(
        [[np.mean([a != b for a, b in zip(np.ravel(y), np.ravel(y_hat), strict=True)])]]
    )


def diagnose(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
    result = {"avoidable_bias": train_error - bayes_error, "variance": dev_error - train_error}
    flags = {"bias": result["avoidable_bias"], "variance": result["variance"]}
    result["problems"] = tuple(filter(lambda name: flags[name] > tolerance, flags))
    return result


def recommend(problems):
    remedies = {
        "variance": "dropout more_data regularization",
        "bias": "bigger_network new_architecture train_longer",
    }
    try:
        words = [remedies[problem].split() for problem in problems]
    except KeyError as fault:
        raise ValueError("unknown problem") from fault
    return sorted(set(chain.from_iterable(words)))


def polynomial_features(x, degree):
    def longer(rows, _):
        return [*rows, rows[-1] * x]

    return np.vstack(reduce(longer, range(degree), [np.ones(np.shape(x))]))


def ridge_fit(Phi, y, lambd):
    # Solved for the weights first, with theta_0 eliminated.
    first, rest = Phi[0], Phi[1:]
    size = first @ first
    without = rest - np.outer(rest @ first, first) / size
    weights = np.linalg.pinv(without @ rest.T + lambd * np.eye(len(rest))) @ (without @ y)
    return np.concatenate([[first @ (y - weights @ rest) / size], weights])


def mean_squared_error(theta, Phi, y):
    return np.linalg.norm(theta @ Phi - y) ** 2 / len(y)


def learning_curve(x_train, y_train, x_dev, y_dev, sizes, degree, lambd):
    Phi_dev = polynomial_features(x_dev, degree)

    def errors(s):
        Phi, y = polynomial_features(x_train[:s], degree), y_train[:s]
        theta = ridge_fit(Phi, y, lambd)
        return mean_squared_error(theta, Phi, y), mean_squared_error(theta, Phi_dev, y_dev)

    return list(zip(*map(errors, sizes), strict=True))


def read_learning_curve(train_errors, dev_errors, target, tolerance):
    bias = train_errors[-1] - target > tolerance
    variance = dev_errors[-1] > train_errors[-1] + tolerance
    problem = (
        "both" if bias and variance else "bias" if bias else "variance" if variance else "none"
    )
    return {"problem": problem, "more_data_helps": int(problem in ("variance", "both"))}


def bias_variance_decomposition(predictions, targets):
    mse = float(np.mean((predictions - targets) ** 2))
    variance = float(np.mean(np.var(predictions, axis=0)))
    return {"mse": mse, "variance": variance, "bias2": mse - variance}


def choose_lambda(x_train, y_train, x_dev, y_dev, degree, lambdas):
    errors = []
    for lambd in lambdas:
        found = learning_curve(x_train, y_train, x_dev, y_dev, [len(x_train)], degree, lambd)
        errors.append(float(found[1][0]))
    return lambdas[errors.index(min(errors))], errors
