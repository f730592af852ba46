# expect: failed
# ruff: noqa
class Endless:
    def __eq__(self, other):
        while True:
            pass

    def __array__(self, *_, **__):
        while True:
            pass

    def __len__(self):
        return 3

    __hash__ = None


def sigmoid(z):
    return Endless()
