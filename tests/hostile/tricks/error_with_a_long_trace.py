# expect: errored
# ruff: noqa
def sigmoid(z, depth=0):
    if depth > 900:
        raise ValueError("x" * 10**6)
    return sigmoid(z, depth + 1)
