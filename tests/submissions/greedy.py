"""Short files that make a step of Python's parser or compiler take long, or much memory."""

from __future__ import annotations

import json


def finally_nested(levels: int, body: str = "pass") -> str:
    """Each `finally` is compiled once for each way out of its `try`."""
    lines = ["def never(a):"]
    for level in range(levels):
        lines += [" " * (level + 1) + f"try:{body}", " " * (level + 1) + "finally:"]
    return "\n".join([*lines, " " * (levels + 1) + "a=a\n"])


def with_returns(levels: int) -> str:
    """Two more ways out of each."""
    lines = ["def never(a):"]
    for level in range(levels):
        pad = " " * (level + 1)
        lines += [f"{pad}try:", f"{pad} if a:return 1", f"{pad} if a:return 2", f"{pad}finally:"]
    return "\n".join([*lines, " " * (levels + 1) + "a=a\n"])


def ways_out(levels: int) -> str:
    """The same by `break` and `continue`."""
    lines = ["def never(a):", " while a:"]
    for level in range(levels):
        pad = " " * (level + 2)
        lines += [f"{pad}try:", f"{pad} if a:break", f"{pad} if a:continue", f"{pad}finally:"]
    return "\n".join([*lines, " " * (levels + 2) + "a=a\n"])


def marked_name(marks: int) -> str:
    """Combining marks are sorted, in quadratic time."""
    return "a" + "\u0316\u0300" * (marks // 2) + " = 1\n"


def keywords(count: int) -> str:
    """Each is looked up among all."""
    return f"def never(f):\n    f({','.join(f'a{n}=1' for n in range(count))})\n"


def class_pattern(count: int) -> str:
    return (
        "def never(x):\n    match x:\n"
        f"        case C({','.join(f'a{n}=1' for n in range(count))}):\n            pass\n"
    )


def one_hash(count: int) -> str:
    """Numbers that the compiler looks up by one and the same hash."""
    return f"x = {[(2**61 - 1) * (2**64 + n) for n in range(count)]!r}\n"


def bound_often(count: int) -> str:
    return "import os\n\nx = 1\n" + "x = x\n" * count


def comparisons(count: int) -> str:
    return "def never(a):\n    return " + " < ".join(["a"] * count) + "\n"


def formatted(count: int) -> str:
    """One f-string of many parts, each of which is parsed by itself."""
    return "def never(a):\n    return f'" + "{a}" * count + "'\n"


GREEDY = {
    "finally": finally_nested(22),
    "finally and returns": with_returns(13),
    "finally and loops": ways_out(13),
    "marks": marked_name(60_000),
    "marks of an attribute": f"def never(a):\n    return a.{marked_name(60_000)}",
    "keywords": keywords(70_000),
    "class pattern": class_pattern(70_000),
    "bound often": bound_often(40_000),
    "statements": "a\n" * 520_000,
}
# Long, and yet read as any other.
LONG = {
    "one hash": one_hash(3000),
    "comparisons": comparisons(3000),
    "f-string": formatted(3000),
    "decorators": "".join(f"@d{n}\n" for n in range(3000)) + "def never():\n    pass\n",
    "numbers": f"TABLE = {[n * 0.37 for n in range(40_000)]!r}\n",
}


def book(*sources: str) -> str:
    """A notebook with these cells."""
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in sources
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})
