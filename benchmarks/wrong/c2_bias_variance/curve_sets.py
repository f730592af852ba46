# exercise: learning_curve
import numpy as np


def learning_curve(x_train, y_train, x_dev, y_dev, sizes, degree, lambd):
    tr, dv = [], []
    all_phi = polynomial_features(x_train, degree)
    dev_phi = polynomial_features(x_dev, degree)
    for s in sizes:
        th = ridge_fit(all_phi[:, :s], y_train[:s], lambd)
        tr.append(np.mean((th @ all_phi - y_train) ** 2))  # WRONG: the training error must be taken on the first s examples that were fitted, not on the whole training set.
        dv.append(np.mean((th @ dev_phi - y_dev) ** 2))
    return tr, dv
