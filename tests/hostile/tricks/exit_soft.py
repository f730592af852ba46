# expect: died
# ruff: noqa
import sys


def sigmoid(z):
    sys.exit(0)
