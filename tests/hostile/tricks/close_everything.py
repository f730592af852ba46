# expect: died
# ruff: noqa
import os


def sigmoid(z):
    os.closerange(0, 64)
    return z
