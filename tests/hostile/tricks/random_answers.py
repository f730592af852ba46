# expect: failed
# ruff: noqa
def sigmoid(z):
    return np.random.rand(*np.shape(z))
