# expect: failed
# over: wrong
# ruff: noqa
class Lying(np.ndarray):
    def __array_finalize__(self, other):
        pass

    def __eq__(self, other):
        return np.ones(3, bool)

    def tobytes(self, *_):
        return np.array([0.25, 0.5, 0.75]).tobytes()

    @property
    def shape(self):
        return (3,)

    def __array__(self, *_, **__):
        return self


def sigmoid(z):
    return np.zeros(3).view(Lying)
