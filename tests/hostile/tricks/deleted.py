# expect: not_implemented
# ruff: noqa
del sigmoid
