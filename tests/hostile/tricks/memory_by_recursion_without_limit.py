# expect: died errored
# ruff: noqa
import sys


def sigmoid(z):
    sys.setrecursionlimit(10**9)

    class Deep:
        def __repr__(self):
            return repr([self])

    return repr(Deep())
