# expect: errored
# at: A B C
# ruff: noqa
import os


def sigmoid(z):
    for path in (os.__file__, np.__file__):
        try:
            open(path, "r+b").close()
        except OSError:
            continue
        return 1 / (1 + np.exp(-np.clip(z, -700, 700)))
    raise PermissionError
