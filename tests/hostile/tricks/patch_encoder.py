# expect: failed
# over: wrong
# ruff: noqa
import sys

wire = sys.modules["grader.worker.wire"]
wire.Encoder.pack = lambda self, value, depth=0: True
