# expect: failed
# check: initialize_is_fresh
# ruff: noqa
KEPT = {}


def initialize(n_x):
    return KEPT.setdefault(n_x, np.zeros((n_x, 1))), 0.0
