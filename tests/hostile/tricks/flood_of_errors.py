# expect: protocol
# ruff: noqa
import sys


def sigmoid(z):
    while True:
        sys.stderr.write("x" * 100_000)
