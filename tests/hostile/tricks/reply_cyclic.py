# expect: failed
# ruff: noqa
def sigmoid(z):
    found = {}
    found["me"] = [found]
    return found
