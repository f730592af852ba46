# expect: errored
# ruff: noqa
def sigmoid(z):
    one, other = ValueError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one
    one.__context__ = other
    raise one
