# An epsilon of 1e-8 inside the logarithms, a sigmoid that may overflow, db from np.average.

import numpy as np

EPS = 1e-8


def sigmoid(z):
    return 1 / (1 + np.exp(-np.array(z)))


def compute_cost(A, Y):
    m = Y.shape[-1]
    return float(-1 / m * np.sum(Y * np.log(A + EPS) + (1 - Y) * np.log(1 - A + EPS)))


def propagate(w, b, X, Y):
    A = sigmoid(np.matmul(np.transpose(w), X) + b)
    return {"dw": np.matmul(X, (A - Y).T) / Y.size, "db": np.average(A - Y)}, compute_cost(A, Y)


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    start = initialize(X_train.shape[0])  # noqa: F821
    how = {"num_iterations": num_iterations, "learning_rate": learning_rate}
    params, _, costs = optimize(*start, X_train, Y_train, **how)  # noqa: F821
    w, b = params["w"], params["b"]
    on_train = predict(w, b, X_train).astype(np.int64)  # noqa: F821
    on_test = predict(w, b, X_test).astype(np.int64)  # noqa: F821
    return {
        "costs": costs,
        "Y_prediction_test": on_test,
        "Y_prediction_train": on_train,
        "w": w,
        "b": b,
        "learning_rate": learning_rate,
        "train_accuracy": (on_train == Y_train).sum() / Y_train.size * 100,
        "test_accuracy": 100 - np.mean(np.abs(on_test - Y_test)) * 100,
    }
