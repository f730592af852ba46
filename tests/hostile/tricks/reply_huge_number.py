# expect: failed
# ruff: noqa
def sigmoid(z):
    return 10**5000
