# expect: initialize loses
import numpy as np


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


from functools import lru_cache


@lru_cache
def initialize(n_x):
    return np.zeros((n_x, 1)), 0.0


def compute_cost(A, Y):
    A = np.clip(A, 1e-10, 1 - 1e-10)
    return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))


def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    cost = compute_cost(A, Y)
    dw = X @ (A - Y).T / m
    db = np.sum(A - Y) / m
    return {"dw": dw, "db": db}, cost


def optimize(w, b, X, Y, num_iterations=2000, learning_rate=0.01, record_every=100):
    costs = []
    grads = {}
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if i % record_every == 0:
            costs.append(cost)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs


def predict(w, b, X):
    A = sigmoid(w.T @ X + b)
    return (A > 0.5).astype(int)


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    w, b = initialize(X_train.shape[0])
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    w, b = params["w"], params["b"]
    train = predict(w, b, X_train)
    test = predict(w, b, X_test)
    return {
        "w": w,
        "b": b,
        "costs": costs,
        "Y_prediction_train": train,
        "Y_prediction_test": test,
        "train_accuracy": 100 * np.mean(train == Y_train),
        "test_accuracy": 100 * np.mean(test == Y_test),
    }


def mse_propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    cost = np.sum((A - Y) ** 2) / (2 * m)
    dZ = (A - Y) * A * (1 - A)
    return {"dw": X @ dZ.T / m, "db": np.sum(dZ) / m}, cost


def curvature(w, x, y, loss):
    x, y = np.array(x), np.array(y)
    a = sigmoid(w * x)
    s = a * (1 - a)
    if loss == "bce":
        return np.mean(s * x**2)
    if loss == "mse":
        return np.mean((s**2 + (a - y) * s * (1 - 2 * a)) * x**2)
    raise ValueError("loss must be bce or mse")


def nonconvexity_witness():
    return {"x": [1], "y": [0], "wa": 0, "wb": 10}
