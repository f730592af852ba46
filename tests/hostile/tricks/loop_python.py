# expect: timed_out
# ruff: noqa
def sigmoid(z):
    while True:
        pass
