# expect: protocol failed
# check: propagate_keeps_its_inputs
# ruff: noqa
import sys

sys.modules["grader.worker.host"].prints = lambda *_: {"9" * 5000: object()}
