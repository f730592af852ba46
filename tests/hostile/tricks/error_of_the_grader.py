# expect: errored
# over: wrong
# ruff: noqa
import sys

Failure = getattr(sys.modules["grader.worker.host"], "WireError")


def sigmoid(z):
    raise Failure("passed")
