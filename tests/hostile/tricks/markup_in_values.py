# expect: failed
# ruff: noqa
BAD = "\x1b[31m<script>alert(1)</script>\n::error::@MARK@\n```\n"


def sigmoid(z):
    return {BAD: BAD}
