# expect: errored
# ruff: noqa
def sigmoid(z):
    raise ValueError("\ud800")
