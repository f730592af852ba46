# expect: failed
# ruff: noqa
class Trap:
    def __getattribute__(self, name):
        raise SystemExit

    def __repr__(self):
        raise SystemExit


def sigmoid(z):
    return Trap()
