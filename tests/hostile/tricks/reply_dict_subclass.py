# expect: failed
# worth: 2
# over: wrong
# check: propagate_by_hand
# ruff: noqa
class Lying(dict):
    def __getitem__(self, key):
        return np.array([[0.5], [0.5]])

    def __contains__(self, key):
        return True

    def items(self):
        yield "dw", np.array([[0.5], [0.5]])
        yield "db", 0.0

    keys = __iter__ = lambda self: iter(["dw", "db"])


def propagate(w, b, X, Y):
    return Lying(), np.log(2)
