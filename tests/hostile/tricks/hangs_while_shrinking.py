# expect: failed
# at: A
# check: sigmoid_everywhere
# ruff: noqa
CALLS = []


def sigmoid(z):
    CALLS.append(z)
    while len(CALLS) > 25:
        pass
    return np.zeros_like(z)
