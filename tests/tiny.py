"""A whole course in one small assignment, written where a test wants it.

Three exercises: `relu`, its `relu_backward`, and `row_means`, which uses `relu`. Nothing
here reads the real course, so tests of the tool stand whatever the course becomes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SLUG = "tiny"

COURSE = """\
title = "A tiny course"

[[assignment]]
slug = "tiny"
"""

ASSIGNMENT = """\
title = "Tiny"
module = "tiny_relu"
points = 9
seed = 5

[limits]
call_seconds = 2.0
exercise_seconds = 10.0
memory_mb = 512

[[exercises]]
name = "relu"
points = 4

[[exercises]]
name = "relu_backward"
points = 3
uses = ["relu"]

[[exercises]]
name = "row_means"
points = 2
uses = ["relu"]
"""

CHECKS = '''\
"""The checks of the tiny assignment."""

import numpy as np

from grader.authoring import array, check, close, draw, given, gradients_agree, unchanged


def tables():
    return draw.drawn(sizes={"n": (1, 4), "m": (2, 5)}, X=draw.normal("n", "m"))


@check("relu", points=1, kind="example", public=True, hint="Write the three values on paper.")
def relu_known_values(student, ref):
    """relu(-2) = 0, relu(0) = 0, relu(3) = 3."""
    close(student.relu(np.array([-2.0, 0.0, 3.0])), np.array([0.0, 0.0, 3.0]))


@check("relu", points=2, kind="reference", hint="Compare each entry with 0.")
@given(tables(), examples=12)
def relu_is_the_larger(student, ref, X):
    """relu(x) is the larger of x and 0."""
    close(student.relu(X), ref.relu(X))


@check("relu", points=1, kind="purity", hint="Work on a copy.")
@given(tables(), examples=4)
def relu_leaves_its_input(student, ref, X):
    """relu does not write into its input."""
    unchanged(student.relu, X)
    found = array(student.relu(X), X.shape).astype(float)
    close(np.where(X > 0, found, np.minimum(found, 0)), np.maximum(X, 0.0))


@check("relu_backward", points=3, kind="gradient", hint="Multiply by what comes from above.")
@given(
    draw.drawn(
        sizes={"n": (1, 4), "m": (2, 5)}, X=draw.normal("n", "m"), upstream=draw.normal("n", "m")
    ),
    examples=12,
)
def relu_backward_is_the_gradient(student, ref, X, upstream):
    """relu_backward is the derivative of relu, times the upstream gradient."""
    want = ref.gradient(lambda X: ref.relu(X), upstream=upstream, X=X)
    gradients_agree(want, X=student.relu_backward(upstream, X))


@check("row_means", points=2, kind="reference", hint="One mean for each row.")
@given(tables(), examples=12)
def row_means_of_relu(student, ref, X):
    """row_means is the mean of relu(X) along each row, as a column."""
    close(student.row_means(X), ref.row_means(X))
'''

SOLUTION = '''\
"""Relu, three ways."""

import numpy as np


def relu(x):
    """The larger of x and 0, entry by entry."""
    # BEGIN SOLUTION
    return np.maximum(x, 0.0)
    # END SOLUTION


def relu_backward(upstream, x):
    """The derivative of relu at x, times the upstream gradient."""
    # BEGIN SOLUTION
    return upstream * (x > 0)
    # END SOLUTION


def row_means(x):
    """The mean of relu(x) along each row: (n, m) to (n, 1)."""
    # BEGIN SOLUTION
    return relu(x).mean(axis=1, keepdims=True)
    # END SOLUTION
'''

MISCONCEPTIONS = """\
[[misconception]]
id = "relu_is_abs"
exercise = "relu"
says = "the absolute value in place of the larger of x and 0"
hint = "What must come back for x = -2?"
change = { old = "np.maximum(x, 0.0)", new = "np.abs(x)" }

[[misconception]]
id = "relu_in_place"
exercise = "relu"
says = "the zeros are written into the input"
hint = "Does the caller still have its x afterwards?"
file = "misconceptions/relu_in_place.py"

[[misconception]]
id = "backward_without_upstream"
exercise = "relu_backward"
says = "the upstream gradient is left out"
hint = "What does the chain rule multiply by?"
change = { old = "upstream * (x > 0)", new = "1.0 * (x > 0)" }

[[misconception]]
id = "row_means_of_columns"
exercise = "row_means"
says = "the mean runs down the columns"
hint = "Which axis has one entry per row?"
change = { old = "axis=1", new = "axis=0" }
"""

IN_PLACE = """\
def relu(x):
    x[x < 0] = 0.0
    return x
"""

ACCEPTED = """\
# np.where in place of np.maximum.
def relu(x):
    return np.where(x > 0, x, 0.0)
"""

README = "# Tiny\n\nrelu(x) is the larger of x and 0.\n"

EQUIVALENT = """\
[[equivalent]]
exercise = "relu_backward"
old = "return upstream * (x > 0)"
new = "return upstream * (x >= 0)"
why = "The slope at 0 is free."
"""

FILES = {
    "assignments/course.toml": COURSE,
    "assignments/tiny/README.md": README,
    "assignments/tiny/assignment.toml": ASSIGNMENT,
    "assignments/tiny/checks.py": CHECKS,
    "assignments/tiny/equivalent.toml": EQUIVALENT,
    "assignments/tiny/misconceptions.toml": MISCONCEPTIONS,
    "assignments/tiny/misconceptions/relu_in_place.py": IN_PLACE,
    "assignments/tiny/accepted/with_where.py": ACCEPTED,
    "solutions/tiny.py": SOLUTION,
}

# With these in their place it is also proved: each exercise has a public check and a heading.
_PUBLIC = '''

@check("relu_backward", points=1, kind="example", public=True, hint="Two entries on paper.")
def relu_backward_known_values(student, ref):
    """Of upstream [2, 2], what passes at [-1, 3] is [0, 2]."""
    found = student.relu_backward(np.array([2.0, 2.0]), np.array([-1.0, 3.0]))
    close(found, np.array([0.0, 2.0]))


@check("row_means", points=1, kind="example", public=True, hint="Two means on paper.")
def row_means_known_values(student, ref):
    """The means of [1, 3, -1] and [2, 2, 2] are 4/3 and 2."""
    found = student.row_means(np.array([[1.0, 3.0, -1.0], [2.0, 2.0, 2.0]]))
    close(found, np.array([[4 / 3], [2.0]]))
'''
_HEADINGS = """
## relu(x)

## relu_backward(upstream, x)

## row_means(x)
"""
SOUND = {
    "assignments/tiny/README.md": README + _HEADINGS,
    "assignments/tiny/checks.py": CHECKS.replace(
        '"relu_backward", points=3', '"relu_backward", points=2'
    ).replace('"row_means", points=2', '"row_means", points=1')
    + _PUBLIC,
}


def write_tiny_course(root: Path, changed: dict[str, str | None] | None = None) -> Path:
    """The course at `root`, which comes back.

    `changed` gives files by their path in the course another text, or leaves them out (None).
    """
    for name, text in {**FILES, **(changed or {})}.items():
        if text is not None:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return root


def changed_text(
    name: str, old: str, new: str, files: Mapping[str, str] = FILES
) -> dict[str, str | None]:
    """For `write_tiny_course`: the file of that name with one text replaced, found just once."""
    assert files[name].count(old) == 1, (name, old)
    return {name: files[name].replace(old, new)}
