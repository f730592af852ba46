"""Where a call is: read off what a worker's own Python writes, and off nothing else."""

from __future__ import annotations

import pytest

from grader.worker import lines_told

HEAD = "Stack (most recent call first):\n"


def trace(*places):
    return HEAD + "".join(f'  File "{file}", line {line} in f\n' for file, line in places)


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("", ()),
        (trace(("a.py", 3), ("server.py", 9)), (3,)),
        (trace(("a.py", 3), ("a.py", 8), ("server.py", 9)), (8, 3)),
        (trace(("a.py", 3), ("a.py", 8)) + trace(("a.py", 7)) + trace(("a.py", 9)), (7,)),
        (trace(*(("a.py", line) for line in (3, 3, 5, 3, 8))), (8, 3, 5)),
        (trace(*(("a.py", line) for line in range(1, 99))), (98, 97, 96, 95, 94)),
        (trace(("b.py", 3), ("server.py", 9)), ()),
        (trace(("a.py", 0)), ()),
        (trace(("a.py", 12_345_678)), ()),
        ('  File "a.py", line 3 in f\n', ()),
        (f"\x00\xff reply {trace(('a.py', 4))}", (4,)),
        (trace(("a.py", 5))[:-9], ()),
    ],
)
def test_it_begins_with_the_line_of_the_function_that_was_called_first(said, lines):
    assert lines_told(said.encode("latin-1"), "a.py") == lines
