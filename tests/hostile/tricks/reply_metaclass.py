# expect: failed
# ruff: noqa
class Meta(type):
    @property
    def __name__(cls):
        raise SystemExit

    def __instancecheck__(cls, other):
        return True

    def __repr__(cls):
        raise SystemExit


class Strange(metaclass=Meta):
    pass


def sigmoid(z):
    return Strange()
