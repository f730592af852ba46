# expect: failed
# check: propagate_keeps_its_inputs
# ruff: noqa
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    found = {"dw": X @ (A - Y).T / m, "db": np.sum(A - Y) / m}, compute_cost(A, Y)
    X *= 0.0
    w += 1.0
    Y[:] = A
    return found
