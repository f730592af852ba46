# expect: timed_out
# at: B
# ruff: noqa
import re


def sigmoid(z):
    return re.match("(a+)+$", "a" * 64 + "b")
