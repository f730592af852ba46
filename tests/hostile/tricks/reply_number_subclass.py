# expect: failed
# over: wrong
# check: compute_cost_by_hand
# ruff: noqa
class Lying(float):
    def __eq__(self, other):
        return True

    def __float__(self):
        return 0.4904146265058631

    def __add__(self, other):
        return 0.4904146265058631

    __radd__ = __sub__ = __rsub__ = __abs__ = __add__
    __hash__ = float.__hash__


def compute_cost(A, Y):
    return Lying(7 * A.sum())
