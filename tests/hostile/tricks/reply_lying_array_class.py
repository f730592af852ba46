# expect: failed
# over: wrong
# ruff: noqa
class Liar:
    __class__ = np.ndarray
    shape, dtype, ndim, size, nbytes = (3,), np.dtype(float), 1, 3, 24

    def __array__(self, *_, **__):
        return np.array([0.3, 0.5, 0.75])

    def tobytes(self):
        return np.array([0.25, 0.5, 0.75]).tobytes()


def sigmoid(z):
    return Liar()
