# expect: errored
# ruff: noqa
class Bad(Exception):
    def __str__(self):
        raise SystemExit

    __repr__ = __format__ = __str__


def sigmoid(z):
    raise Bad
