# expect: failed
# ruff: noqa
import itertools


def sigmoid(z):
    return itertools.count()
