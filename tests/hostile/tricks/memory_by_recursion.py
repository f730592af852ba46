# expect: errored
# ruff: noqa
def sigmoid(z):
    return sigmoid(z)
