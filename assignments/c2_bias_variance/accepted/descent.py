# The minimum by conjugate gradients; means that are updated model by model.

import numpy as np


def error_rate(y, y_hat):
    return np.float32(0) + np.not_equal(np.ravel(y), np.ravel(y_hat)).astype(float).sum() / np.size(
        y
    )


def polynomial_features(x, degree):
    Phi = np.zeros((degree + 1, np.size(x)))
    Phi[0] += 1
    for j in range(degree):
        np.multiply(Phi[j], x, out=Phi[j + 1])
    return Phi


def ridge_fit(Phi, y, lambd):
    mask = np.ones(len(Phi))
    mask[0] = 0
    size = np.sqrt(np.sum(Phi**2, axis=1) + lambd * mask)

    def slope(theta):
        return (Phi @ (theta / size @ Phi) + lambd * mask * theta / size) / size

    theta = np.zeros(len(Phi))
    residual = Phi @ y / size
    for _ in range(3):  # begun again from where rounding has led to
        residual = Phi @ y / size - slope(theta)
        direction = residual.copy()
        for _ in range(2 * len(Phi)):
            if residual @ residual < 1e-28:
                break
            change = slope(direction)
            step = residual @ residual / (direction @ change)
            theta = theta + step * direction
            left = residual - step * change
            direction = left + left @ left / (residual @ residual) * direction
            residual = left
    return theta / size


def bias_variance_decomposition(predictions, targets):
    mean, spread, missed = np.zeros(len(targets)), np.zeros(len(targets)), 0.0
    for count, row in enumerate(predictions, start=1):
        before = mean
        mean = mean + (row - mean) / count
        spread = spread + (row - before) * (row - mean)
        missed += float(np.mean((row - targets) ** 2))
    return {
        "bias2": float(np.mean((mean - targets) ** 2)),
        "variance": float(np.mean(spread)) / len(predictions),
        "mse": missed / len(predictions),
    }
