# expect: errored failed
# over: wrong
# ruff: noqa
import builtins

builtins.isinstance = lambda *_: True
