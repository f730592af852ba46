# expect: failed
# check: propagate_vectorised
# ruff: noqa
import sys


def propagate(w, b, X, Y):
    sys.settrace(lambda *_: None)
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    dw = np.zeros_like(w)
    for i in range(m):
        dw += X[:, i : i + 1] * (A - Y)[0, i] / m
    return {"dw": dw, "db": np.sum(A - Y) / m}, compute_cost(A, Y)
