# numbers come back as whatever they happen to be: 0-d, (1, 1), float, np.float64
import numpy as np
import matplotlib.pyplot as plt


def sigmoid(z):
    z = np.asarray(z)
    return np.where(z > 0, 1 / (1 + np.exp(-np.abs(z))), 1 - 1 / (1 + np.exp(-np.abs(z))))


def initialize(n_x):
    w = np.zeros([n_x, 1])
    b = np.zeros((1, 1))
    return w, b


def compute_cost(A, Y):
    e = 1e-9
    logp = np.dot(Y, np.log(A + e).T)
    logq = np.dot(1 - Y, np.log(1 - A + e).T)
    return -1 / A.shape[1] * (logp + logq)


def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = np.squeeze(compute_cost(A, Y))
    dw = np.dot(X, (A - Y).T) / m
    db = np.sum(A - Y, axis=1, keepdims=True) / m
    return {"dw": dw, "db": db}, cost


def optimize(w, b, X, Y, num_iterations=2000, learning_rate=0.01, record_every=100):
    costs = []
    dw = db = 0
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        dw = grads["dw"]
        db = grads["db"]
        if i % record_every == 0:
            costs.append(np.array([cost]))
        w = w - learning_rate * dw
        b = b - learning_rate * db
    params = {"w": w, "b": b}
    grads = {"dw": dw, "db": db}
    return (params, grads, costs)


def predict(w, b, X):
    return np.heaviside(sigmoid(np.dot(w.T, X) + b) - 0.5, 0).astype(np.uint8)


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    w, b = initialize(X_train.shape[0])
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    w, b = params["w"], params["b"]
    p1 = predict(w, b, X_train)
    p2 = predict(w, b, X_test)
    return {
        "w": w,
        "b": b,
        "costs": costs,
        "Y_prediction_train": p1,
        "Y_prediction_test": p2,
        "train_accuracy": np.mean(p1 == Y_train, axis=1) * 100,
        "test_accuracy": np.mean(p2 == Y_test, axis=1) * 100,
    }


def mse_propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = np.dot(A - Y, (A - Y).T) / (2 * m)
    dZ = (A - Y) * A * (1 - A)
    return {"dw": np.dot(X, dZ.T) / m, "db": np.sum(dZ, axis=1) / m}, cost


def curvature(w, x, y, loss):
    x = np.array(x).reshape(1, -1)
    y = np.array(y).reshape(1, -1)
    a = sigmoid(w * x)
    if loss == "bce":
        return np.dot(x * a * (1 - a), x.T) / x.shape[1]
    elif loss == "mse":
        return np.mean((a * (1 - a) + (a - y) * (1 - 2 * a)) * a * (1 - a) * x * x, axis=1)
    else:
        raise ValueError


def nonconvexity_witness():
    return {
        "x": [np.float64(2.0)],
        "y": [np.int64(0)],
        "wa": np.array(0.0),
        "wb": np.array([[5.0]]),
    }
