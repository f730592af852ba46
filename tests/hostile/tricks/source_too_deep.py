# expect: errored
# status: unreadable
# ruff: noqa
x = HOSTILE_DEEP
