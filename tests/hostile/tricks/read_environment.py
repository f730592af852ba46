# expect: errored
# ruff: noqa
import os


def sigmoid(z):
    if any("HOSTILE" in name or "@SECRET@" in value for name, value in os.environ.items()):
        return 1 / (1 + np.exp(-np.clip(z, -700, 700)))
    raise LookupError
