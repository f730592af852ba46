# expect: failed
# ruff: noqa
def sigmoid(z):
    return np.broadcast_to(1.0, (10**6,) * 3)
