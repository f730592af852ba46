# expect: failed
# over: wrong
# ruff: noqa
class Liar:
    __class__ = float

    def __float__(self):
        return 0.5


def sigmoid(z):
    return Liar()
