# expect: failed
# check: initialize_zeros
# ruff: noqa
SEEN = []


def sigmoid(z):
    SEEN.append(z)
    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))


def initialize(n_x):
    return (np.zeros((n_x, 1)), 0.0) if SEEN else (np.ones((n_x, 1)), 0.0)
