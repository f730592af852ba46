"""Logistic regression, with every assumption written down as an assertion."""

import warnings

import numpy as np

EPSILON = 1e-15
LOSSES = ("bce", "mse")


def _column(w):
    w = np.array(w, dtype=np.float64)
    return w.reshape(w.size, 1)


def _row(Y):
    return np.atleast_2d(np.asarray(Y, dtype=np.float64))


def _number(b):
    b = np.asarray(b, dtype=np.float64)
    assert b.size == 1, "b must be one number"
    return b.item()


def sigmoid(z):
    z = np.asarray(z, dtype=np.float64)
    out = np.zeros_like(z, dtype=np.float64)
    pos = z >= 0
    neg = ~pos
    np.divide(1.0, 1.0 + np.exp(-z, where=pos, out=np.zeros_like(z)), out=out, where=pos)
    e = np.exp(z, where=neg, out=np.zeros_like(z))
    np.divide(e, 1.0 + e, out=out, where=neg)
    return out


def initialize(n_x):
    if not isinstance(n_x, (int, np.integer)) or isinstance(n_x, bool):
        raise TypeError("n_x must be an int")
    if n_x < 1:
        raise ValueError("n_x must be positive")
    w = np.zeros(shape=(n_x, 1), dtype=np.float64)
    b = 0.0
    assert w.shape == (n_x, 1)
    assert isinstance(b, float)
    return w, b


def compute_cost(A, Y):
    A, Y = _row(A), _row(Y)
    assert A.shape == Y.shape, (A.shape, Y.shape)
    m = Y.shape[1]
    assert m > 0
    A = np.minimum(np.maximum(A, EPSILON), 1 - EPSILON)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cost = -(np.dot(Y, np.log(A).T) + np.dot(1 - Y, np.log1p(-A).T)) / m
    cost = np.squeeze(np.asarray(cost))
    assert cost.shape == ()
    assert np.isfinite(cost)
    return cost


def propagate(w, b, X, Y):
    w, b, Y = _column(w), _number(b), _row(Y)
    X = np.asarray(X, dtype=np.float64)
    if X.ndim != 2:
        raise ValueError("X must be 2-d")
    assert X.shape[0] == w.shape[0]
    assert Y.shape == (1, X.shape[1])
    m = X.shape[1]
    A = np.asarray(sigmoid(np.dot(w.T, X) + b)).reshape(1, m)
    cost = compute_cost(A, Y)
    dz = A - Y
    dw = np.dot(X, dz.T) / m
    db = np.sum(dz) / m
    assert dw.shape == w.shape
    assert np.ndim(db) == 0
    assert dw.dtype == float
    return {"dw": dw, "db": db}, cost


def optimize(w, b, X, Y, num_iterations=2000, learning_rate=0.01, record_every=100):
    assert num_iterations >= 0
    assert record_every >= 1
    w = _column(w).copy()
    b = _number(b)
    grads = {"dw": np.zeros_like(w), "db": 0.0}
    costs = []
    for iteration in range(int(num_iterations)):
        grads, cost = propagate(w, b, X, Y)
        if not iteration % record_every:
            costs.append(float(cost))
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        assert w.shape == grads["dw"].shape
    params = {"w": w, "b": b}
    return params, grads, costs


def predict(w, b, X):
    w, b = _column(w), _number(b)
    X = np.asarray(X, dtype=np.float64)
    assert X.shape[0] == w.shape[0]
    A = sigmoid(np.dot(w.T, X) + b)
    Y_prediction = np.where(A > 0.5, 1.0, 0.0)
    assert Y_prediction.shape == (1, X.shape[1])
    return Y_prediction


def _accuracy(P, Y):
    P, Y = _row(P), _row(Y)
    assert P.shape == Y.shape
    result = 100.0 - np.mean(np.abs(P - Y)) * 100.0
    assert 0.0 <= result <= 100.0
    return result


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    assert X_train.shape[0] == X_test.shape[0]
    w, b = initialize(X_train.shape[0])
    params, _, costs = optimize(
        w,
        b,
        X_train,
        Y_train,
        num_iterations=num_iterations,
        learning_rate=learning_rate,
        record_every=100,
    )
    w, b = params["w"], params["b"]
    train, test = predict(w, b, X_train), predict(w, b, X_test)
    return {
        "costs": costs,
        "Y_prediction_test": test,
        "Y_prediction_train": train,
        "w": w,
        "b": b,
        "train_accuracy": _accuracy(train, Y_train),
        "test_accuracy": _accuracy(test, Y_test),
    }


def mse_propagate(w, b, X, Y):
    w, b, Y = _column(w), _number(b), _row(Y)
    X = np.asarray(X, dtype=np.float64)
    m = X.shape[1]
    assert m == Y.shape[1]
    A = sigmoid(w.T @ X + b)
    err = A - Y
    cost = np.sum(np.square(err)) / (2 * m)
    dZ = err * A * (1 - A) / m
    dw, db = X @ dZ.T, np.sum(dZ)
    assert dw.shape == w.shape
    return {"dw": dw, "db": float(db)}, float(cost)


def curvature(w, x, y, loss):
    if loss not in LOSSES:
        raise ValueError(f"loss must be one of {LOSSES}, and not {loss!r}")
    w = _number(w)
    x, y = np.asarray(x, dtype=float).ravel(), np.asarray(y, dtype=float).ravel()
    if x.shape != y.shape:
        raise ValueError("x and y must be of the same length")
    a = np.asarray(sigmoid(w * x))
    s1 = a * (1.0 - a)
    s2 = s1 * (1.0 - 2.0 * a)
    second = s1 if loss == "bce" else s1**2 + (a - y) * s2
    return float(np.mean(second * x**2))


def nonconvexity_witness():
    x, y, wa, wb = [1.0], [0.0], 0.0, 20.0

    def J(w):
        return float(np.mean((np.asarray(sigmoid(w * np.array(x))) - np.array(y)) ** 2) / 2)

    assert J((wa + wb) / 2) > (J(wa) + J(wb)) / 2 + 0.001
    return {"x": x, "y": y, "wa": wa, "wb": wb}
