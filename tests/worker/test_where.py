"""Where a call is: read off what a worker's own Python writes, and off nothing else."""

from __future__ import annotations

import pytest

from grader.worker import line_told

HEAD = "Stack (most recent call first):\n"


def trace(*places):
    return HEAD + "".join(f'  File "{file}", line {line} in f\n' for file, line in places)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("", None),
        (trace(("a.py", 3), ("server.py", 9)), 3),
        (trace(("a.py", 3), ("a.py", 8), ("server.py", 9)), 8),
        (trace(("a.py", 3), ("a.py", 8)) + trace(("a.py", 7)) + trace(("a.py", 9)), 7),
        (trace(("b.py", 3), ("server.py", 9)), None),
        (trace(("a.py", 0)), None),
        (trace(("a.py", 12_345_678)), None),
        ('  File "a.py", line 3 in f\n', None),
        (f"\x00\xff reply {trace(('a.py', 4))}", 4),
        (trace(("a.py", 5))[:-9], None),
    ],
)
def test_it_is_the_line_of_the_function_that_was_called_first(said, line):
    assert line_told(said.encode("latin-1"), "a.py") == line
