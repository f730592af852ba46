# expect: protocol
# ruff: noqa
def sigmoid(z):
    while True:
        print("x" * 100_000)
