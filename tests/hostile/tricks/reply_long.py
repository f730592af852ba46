# expect: failed
# at: A
# ruff: noqa
def sigmoid(z):
    return list(range(300_000))
