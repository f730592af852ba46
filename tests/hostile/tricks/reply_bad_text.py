# expect: errored
# ruff: noqa
def sigmoid(z):
    return "\ud800"
