# expect: out_of_memory timed_out
# at: A
# ruff: noqa
import itertools


def sigmoid(z):
    return list(itertools.repeat(None))
