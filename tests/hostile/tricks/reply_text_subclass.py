# expect: failed
# ruff: noqa
class Lying(str):
    def __str__(self):
        return "passed"

    def __len__(self):
        return 10**9

    def encode(self, *_):
        raise SystemExit


def sigmoid(z):
    return Lying("x" * 100)
