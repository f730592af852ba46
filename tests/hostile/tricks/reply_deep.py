# expect: failed
# ruff: noqa
def sigmoid(z):
    found = []
    for _ in range(500):
        found = [found]
    return found
