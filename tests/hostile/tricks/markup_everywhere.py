# expect: errored
# ruff: noqa
import sys

BAD = "\x1b[31m\x1b]0;gone\x07<script>alert(1)</script> ![x](http://x) | a | ```\n::error::@MARK@\n"
Bad = type(BAD.replace("\n", " "), (ValueError,), {})


def sigmoid(z):
    print(BAD)
    print(BAD, file=sys.stderr)
    raise Bad(BAD)
