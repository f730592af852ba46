# expect: failed
# ruff: noqa
def sigmoid(z):
    while True:
        yield z
