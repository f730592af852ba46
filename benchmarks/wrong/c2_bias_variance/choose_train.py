# exercise: choose_lambda
import numpy as np


def choose_lambda(x_train, y_train, x_dev, y_dev, degree, lambdas):
    phi_t = polynomial_features(x_train, degree)
    phi_d = polynomial_features(x_dev, degree)
    errors = []
    for lam in lambdas:
        theta = ridge_fit(phi_t, y_train, lam)
        pred = theta @ phi_t  # WRONG: the error must be measured on the dev set (phi_d, y_dev); on the training set the smallest lambda always wins.
        errors.append(float(np.mean((pred - y_train) ** 2)))
    best = lambdas[int(np.argmin(errors))]
    return best, errors
