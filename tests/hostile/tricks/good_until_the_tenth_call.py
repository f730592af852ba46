# expect: failed
# check: sigmoid_everywhere
# ruff: noqa
CALLS = []


def sigmoid(z):
    CALLS.append(z)
    right = 1 / (1 + np.exp(-np.clip(z, -700, 700)))
    return right if len(CALLS) < 10 else right + 1
