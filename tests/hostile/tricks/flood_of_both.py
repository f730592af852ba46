# expect: protocol
# ruff: noqa
import os


def sigmoid(z):
    while True:
        os.write(1, b"x" * 4000)
        os.write(2, b"y" * 4000)
