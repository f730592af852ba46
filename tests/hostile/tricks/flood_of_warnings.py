# expect: failed
# ruff: noqa
import warnings


def sigmoid(z):
    for number in range(5000):
        warnings.warn(f"{number}" * 50, RuntimeWarning)
    return np.zeros_like(z)
