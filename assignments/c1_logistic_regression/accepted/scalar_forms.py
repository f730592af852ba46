# Numbers as 0-d, (1,) and (1, 1) arrays; lists for tuples; labels (m,) bool; extra keys.

import numpy as np


def initialize(n_x):
    return [np.zeros([n_x, 1], np.float64), np.zeros((1, 1))]


def compute_cost(A, Y):
    A = np.clip(A, 1e-10, 1 - 1e-10)
    return -(np.log(A) @ Y.T + np.log(1 - A) @ (1 - Y).T) / Y.shape[1]


def propagate(w, b, X, Y):
    m = Y.size
    A = 1 / (1 + np.exp(-(np.dot(w.T, X) + b)))
    dZ = A - Y
    grads = {
        "dw": np.dot(X, dZ.T) / m,
        "db": dZ.sum(axis=1, keepdims=True) / m,
        "dZ": dZ,
    }
    return [grads, np.squeeze(compute_cost(A, Y))]


def optimize(w, b, X, Y, num_iterations=2000, learning_rate=0.01, record_every=100):
    costs = ()
    grads = None
    b = np.reshape(b, (1, 1))
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if not i % record_every:
            costs += (np.reshape(cost, 1),)
        w = np.subtract(w, np.multiply(learning_rate, grads["dw"]))
        b = np.subtract(b, np.multiply(learning_rate, grads["db"]))
    return [{"w": w, "b": b, "rate": learning_rate}, grads, costs]


def predict(w, b, X):
    return (w.T @ X + b > 0).ravel()


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    w, b = initialize(len(X_train))
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    found = {"costs": np.ravel(costs), "grads": grads, **params}
    for name, X, Y in (("train", X_train, Y_train), ("test", X_test, Y_test)):
        prediction = predict(params["w"], params["b"], X)
        found[f"Y_prediction_{name}"] = prediction
        found[f"{name}_accuracy"] = np.array(100 - 100 * np.abs(prediction - Y).mean())
    return found


def mse_propagate(w, b, X, Y):
    m = Y.size
    A = 1 / (1 + np.exp(-(np.dot(w.T, X) + b)))
    dZ = (A - Y) * (A - A * A)
    grads = {"dw": np.dot(X, dZ.T) / m, "db": np.array([dZ.mean()])}
    return [grads, np.dot(A - Y, (A - Y).T) / (2 * m)]


def nonconvexity_witness():
    x = np.array([2.0, 1.5, 3.0])
    return {
        "x": x,
        "y": np.zeros(3, int),
        "wa": np.float64(0.5),
        "wb": np.array(6),
        "found": "by eye",
    }
