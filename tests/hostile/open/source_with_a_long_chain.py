# expect: passed failed errored
# status: graded unreadable
# ruff: noqa
def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))
    HOSTILE_CHAIN
