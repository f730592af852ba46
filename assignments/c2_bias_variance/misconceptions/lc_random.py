import numpy as np


def learning_curve(x_train, y_train, x_dev, y_dev, sizes, degree, lambd):
    Phi_train = polynomial_features(x_train, degree)  # noqa: F821
    Phi_dev = polynomial_features(x_dev, degree)  # noqa: F821
    train_errors, dev_errors = [], []
    rng = np.random.default_rng(0)
    for s in sizes:
        picked = rng.choice(len(y_train), s, replace=False)
        theta = ridge_fit(Phi_train[:, picked], y_train[picked], lambd)  # noqa: F821
        train_errors.append(float(np.mean((theta @ Phi_train[:, picked] - y_train[picked]) ** 2)))
        dev_errors.append(float(np.mean((theta @ Phi_dev - y_dev) ** 2)))
    return train_errors, dev_errors
