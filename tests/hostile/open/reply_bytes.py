# expect: failed
# ruff: noqa
def sigmoid(z):
    return bytes(500_000)
