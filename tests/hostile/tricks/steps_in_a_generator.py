# expect: failed
# check: propagate_vectorised
# ruff: noqa
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    dw = sum((X[:, i : i + 1] * (A - Y)[0, i] for i in range(m)), np.zeros_like(w)) / m
    return {"dw": dw, "db": np.sum(A - Y) / m}, compute_cost(A, Y)
