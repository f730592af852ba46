# expect: timed_out
# at: A
# ruff: noqa
import itertools


def sigmoid(z):
    return sum(itertools.repeat(0))
