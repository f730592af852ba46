"""From the logits where that is possible: log A = -log(1 + e^-z), and so on."""

import numpy as np


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(z, dtype=np.float64)))


def initialize(n_x):
    return np.zeros_like(np.empty((n_x, 1))), False * 1.0


def compute_cost(A, Y):
    # |1 - Y - A| is the probability of the truth
    p = np.abs(1 - Y - A)
    return np.mean(-np.log(p + 1e-16))


def _softplus(z):
    return np.logaddexp(0.0, z)


def propagate(w, b, X, Y):
    Z = w.T @ X + b
    # -Y log A - (1 - Y) log(1 - A) = softplus(z) - Y z
    cost = np.mean(_softplus(Z) - Y * Z)
    residual = np.where(Y == 1, -sigmoid(-Z), sigmoid(Z))
    X1 = np.vstack([X, np.ones((1, X.shape[1]))])
    gradient = X1 @ residual.T / X.shape[1]
    return {"dw": gradient[:-1], "db": gradient[-1, 0]}, cost


def optimize(w, b, X, Y, num_iterations=2000, learning_rate=0.01, record_every=100):
    theta = np.append(w, b).reshape(-1, 1)
    costs, grads = [], {"dw": np.zeros_like(w), "db": 0.0}
    for i in range(num_iterations):
        grads, cost = propagate(theta[:-1], theta[-1, 0], X, Y)
        if divmod(i, record_every)[1] == 0:
            costs.append(cost)
        theta = theta - learning_rate * np.append(grads["dw"], grads["db"]).reshape(-1, 1)
    return {"w": theta[:-1], "b": theta[-1, 0]}, grads, costs


def predict(w, b, X):
    return (w.T @ X + b > 0).astype(float)  # sigma(z) > 1/2 is z > 0


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    (params, _, costs), data = (
        optimize(
            *initialize(X_train.shape[0]),
            X_train,
            Y_train,
            learning_rate=learning_rate,
            num_iterations=num_iterations,
        ),
        np.hstack([X_train, X_test]),
    )
    both = predict(params["w"], params["b"], data)
    train, test = np.split(both, [X_train.shape[1]], axis=1)
    return {
        "w": params["w"],
        "b": params["b"],
        "costs": costs,
        "Y_prediction_train": train,
        "Y_prediction_test": test,
        "train_accuracy": 100 * (1 - np.mean((train - Y_train) ** 2)),
        "test_accuracy": 100 * (1 - np.mean((test - Y_test) ** 2)),
    }


def mse_propagate(w, b, X, Y):
    Z = w.T @ X + b
    A, slope = sigmoid(Z), 0.25 * (1 - np.tanh(Z / 2) ** 2)
    m = X.shape[1]
    return {
        "dw": np.tensordot(X, (A - Y) * slope, axes=(1, 1)) / m,
        "db": np.vdot(A - Y, slope) / m,
    }, np.linalg.norm(A - Y) ** 2 / (2 * m)


def curvature(w, x, y, loss):
    x, y = map(np.asarray, (x, y))
    t = np.tanh(w * x / 2)  # a = (1 + t)/2, a(1 - a) = (1 - t^2)/4, 1 - 2a = -t
    slope = (1 - t**2) / 4
    curves = {"bce": slope, "mse": slope**2 - ((1 + t) / 2 - y) * slope * t}
    if loss not in curves:
        raise ValueError(f"{loss!r} is not a loss")
    return np.dot(curves[loss], x**2) / x.size


def nonconvexity_witness():
    return {"x": [-5.0], "y": [1.0], "wa": 0.0, "wb": 3.0}
