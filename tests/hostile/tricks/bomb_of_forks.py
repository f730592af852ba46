# expect: errored
# at: A B C
# ruff: noqa
import os


def sigmoid(z):
    for _ in range(8):
        if os.fork() == 0:
            os._exit(0)
    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))
