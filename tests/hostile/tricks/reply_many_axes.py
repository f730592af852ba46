# expect: failed
# ruff: noqa
def sigmoid(z):
    return np.zeros((1,) * 40)
