# exercise: choose_lambda
import numpy as np


def choose_lambda(x_train, y_train, x_dev, y_dev, degree, lambdas):
    best_lambda = None
    best_error = np.inf
    errors = []
    for lam in sorted(lambdas):  # WRONG: the errors must come in the order in which lambdas is given, which need not be sorted.
        theta = ridge_fit(polynomial_features(x_train, degree), y_train, lam)
        difference = np.dot(theta, polynomial_features(x_dev, degree)) - y_dev
        err = np.mean(difference ** 2)
        errors.append(err)
        if err <= best_error:  # WRONG: of equal errors the first must win; <= takes the last one.
            best_error = err
            best_lambda = lam
    return best_lambda, errors
