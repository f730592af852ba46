# expect: failed
# check: sigmoid_everywhere
# ruff: noqa
import os

CALLS = []


def sigmoid(z):
    CALLS.append(z)
    if len(CALLS) > 25:
        os._exit(1)
    return np.zeros_like(z)
