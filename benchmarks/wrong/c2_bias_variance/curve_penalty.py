# exercise: learning_curve
import numpy as np


def learning_curve(x_train, y_train, x_dev, y_dev, sizes, degree, lambd):
    train_errors = []
    dev_errors = []
    for size in sizes:
        xs = x_train[:size]
        ys = y_train[:size]
        phi = polynomial_features(xs, degree)
        theta = ridge_fit(phi, ys, lambd)
        e = theta.dot(phi) - ys
        train_errors.append((np.sum(e ** 2) + lambd * np.sum(theta[1:] ** 2)) / size)  # WRONG: the error is the mean of the squares only; the penalty does not belong into it.
        phi_dev = polynomial_features(x_dev[:size], degree)  # WRONG: the dev error must be taken on the whole dev set, not on its first s examples.
        e_dev = theta.dot(phi_dev) - y_dev[:size]
        dev_errors.append(np.mean(e_dev ** 2))
    return train_errors, dev_errors
