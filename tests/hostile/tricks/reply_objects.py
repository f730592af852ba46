# expect: failed
# ruff: noqa
def sigmoid(z):
    return np.array([1, "x", None], dtype=object)
