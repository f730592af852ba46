"""A submission without a right answer: it scores nothing.

The base for tricks that try to gain marks without doing the work; read as text.
"""

import numpy as np


def sigmoid(z):
    return "wrong"


def initialize(n_x):
    return np.ones(n_x + 1)


def compute_cost(A, Y):
    raise NotImplementedError


def propagate(w, b, X, Y):
    return "wrong"


def optimize(w, b, X, Y, num_iterations=2000, learning_rate=0.01, record_every=100):
    raise NotImplementedError


def predict(w, b, X):
    raise NotImplementedError


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    raise NotImplementedError


def mse_propagate(w, b, X, Y):
    raise NotImplementedError


def curvature(w, x, y, loss):
    raise NotImplementedError


def nonconvexity_witness():
    raise NotImplementedError
