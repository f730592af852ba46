"""A handout as a student has it, written where a test wants it.

Four exercises: `double` (two public checks), `quadruple`, which uses it, `secret`, which has no
public check, and `halve`, whose check has no hint.
"""

from __future__ import annotations

import json
from pathlib import Path

NAME = "c9_small"
NAMES = ("double", "quadruple", "secret", "halve")

ASSIGNMENT = """\
title = "Small"
module = "small"
points = 4
seed = 3

[limits]
call_seconds = 2.0
exercise_seconds = 5.0
memory_mb = 512

[[exercises]]
name = "double"
points = 2

[[exercises]]
name = "quadruple"
points = 1
uses = ["double"]

[[exercises]]
name = "secret"
points = 0

[[exercises]]
name = "halve"
points = 1
"""

CHECKS = '''\
"""The public checks of the small assignment."""

import numpy as np

from grader.authoring import check, close


@check("double", points=1, kind="example", public=True, hint="Add it to itself.")
def double_three(student, ref):
    """double(3) = 6."""
    close(student.double(3.0), 6.0)


@check("double", points=1, kind="example", public=True, hint="Which entry is it?")
def double_an_array(student, ref):
    """double([1, 2]) = [2, 4]."""
    close(student.double(np.array([1.0, 2.0])), np.array([2.0, 4.0]))


@check("quadruple", points=1, kind="example", public=True, hint="Twice double.")
def quadruple_two(student, ref):
    """quadruple(2) = 8."""
    close(student.quadruple(2.0), 8.0)


@check("halve", points=1, kind="example", public=True, hint="")
def halve_four(student, ref):
    """halve(4) = 2."""
    close(student.halve(4.0), 2.0)
'''

RIGHT = {
    "double": "return x + x",
    "quadruple": "return double(double(x))",
    "secret": "return 42",
    "halve": "return x / 2",
}
STUB = "raise NotImplementedError"


def source(**bodies: str) -> str:
    """The student's module with some bodies filled in, the others stubs."""
    functions = [
        f'def {name}(x):\n    """What {name} does."""\n    {bodies.get(name, STUB)}\n'
        for name in NAMES
    ]
    return '"""Small."""\n\n\n' + "\n\n".join(functions)


def notebook(**bodies: str) -> str:
    """The same as a notebook."""
    cells = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": "cell",
            "metadata": {},
            "outputs": [],
            "source": source(**bodies),
        }
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def write(folder: Path, **bodies: str) -> Path:
    """The handout in a folder of its name below `folder`; gives that."""
    here = folder / NAME
    here.mkdir(parents=True)
    (here / "assignment.toml").write_text(ASSIGNMENT, encoding="utf-8")
    (here / "public_checks.py").write_text(CHECKS, encoding="utf-8")
    (here / "small.py").write_text(source(**bodies), encoding="utf-8")
    return here
