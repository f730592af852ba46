# expect: protocol
# ruff: noqa
import os


def sigmoid(z):
    os.write(3, b"\xff" * 64)
    return z
