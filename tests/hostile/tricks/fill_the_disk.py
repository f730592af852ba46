# expect: passed
# at: A B C
# check: initialize_zeros
# ruff: noqa
import os


def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))


def initialize(n_x):
    written = 0
    for number in range(200):
        try:
            with open(f"@MARK@{number}", "wb", buffering=0) as file:
                written += file.write(bytes(1 << 20))
        except OSError:
            break
    if written > 17 << 20:
        raise RuntimeError("more than its share")
    return np.zeros((n_x, 1)), 0.0
