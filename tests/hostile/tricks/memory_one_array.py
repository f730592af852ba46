# expect: out_of_memory
# ruff: noqa
import numpy as np


def sigmoid(z):
    return np.ones(50 << 30)
