# Least squares on a system with added rows, np.vander, masks, NumPy's numbers and bools.

import numpy as np


def error_rate(y, y_hat):
    y, y_hat = np.asarray(y), np.asarray(y_hat)
    return 1 - (y.reshape(-1) == y_hat.reshape(-1)).mean()


def diagnose(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
    gaps = np.diff([bayes_error, train_error, dev_error])
    names = np.array(["bias", "variance"])
    return {
        "avoidable_bias": gaps[0],
        "variance": gaps[1],
        "problems": names[gaps > tolerance].tolist(),
        "worst": names[np.argmax(gaps)],
    }


TABLE = (
    ("bigger_network", "bias"),
    ("dropout", "variance"),
    ("more_data", "variance"),
    ("new_architecture", "bias"),
    ("regularization", "variance"),
    ("train_longer", "bias"),
)


def recommend(problems):
    assert set(problems) <= {"bias", "variance"}
    return tuple(remedy for remedy, against in TABLE if against in problems)


def polynomial_features(x, degree):
    return np.vander(np.asarray(x, dtype=float), degree + 1, increasing=True).T


def ridge_fit(Phi, y, lambd):
    n = Phi.shape[0]
    extra = np.sqrt(lambd) * np.eye(n)[1:]
    theta, *_ = np.linalg.lstsq(
        np.concatenate([Phi.T, extra]), np.concatenate([y, np.zeros(n - 1)]), rcond=None
    )
    return theta


def learning_curve(x_train, y_train, x_dev, y_dev, sizes, degree, lambd):
    def residuals(theta, x, y):
        return theta.dot(polynomial_features(x, degree)) - y

    errors = []
    for s in sizes:
        theta = ridge_fit(polynomial_features(x_train[:s], degree), y_train[:s], lambd)
        on_train, on_dev = (
            residuals(theta, x_train[:s], y_train[:s]),
            residuals(theta, x_dev, y_dev),
        )
        errors.append([on_train @ on_train / s, on_dev @ on_dev / y_dev.size])
    return tuple(np.array(errors).T)


def read_learning_curve(train_errors, dev_errors, target, tolerance):
    train, dev = np.asarray(train_errors)[-1], np.asarray(dev_errors)[-1]
    bias, variance = np.greater([train - target, dev - train], tolerance)
    return {
        "problem": ["none", "bias", "variance", "both"][int(bias) + 2 * int(variance)],
        "more_data_helps": variance,
    }


def bias_variance_decomposition(predictions, targets):
    return {
        "bias2": np.square(predictions.mean(0) - targets).mean(),
        "variance": predictions.var(0).mean(),
        "mse": np.square(predictions - targets[np.newaxis]).mean(),
    }


def choose_lambda(x_train, y_train, x_dev, y_dev, degree, lambdas):
    thetas = np.stack(
        [ridge_fit(polynomial_features(x_train, degree), y_train, one) for one in lambdas]
    )
    errors = ((thetas @ polynomial_features(x_dev, degree) - y_dev) ** 2).mean(axis=1)
    return np.asarray(lambdas)[errors.argmin()], errors
