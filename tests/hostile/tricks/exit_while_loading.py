# expect: died errored
# status: stopped graded
# ruff: noqa
exec("__import__('os')._exit(0)")
