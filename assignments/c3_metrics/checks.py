"""The checks of Metrics: each states one law."""

import numpy as np

from grader.authoring import Reference, Student, check, close, draw, given


@check("double", points=1, kind="example", public=True, hint="Multiply each entry.")
def double_by_hand(student: Student, ref: Reference) -> None:
    """2 · [1, −3] = [2, −6]."""
    close(student.double(np.array([1.0, -3.0])), np.array([2.0, -6.0]))


@check("double", points=1, kind="reference", hint="Each entry counts, whatever the shape.")
@given(x=draw.any_shape(min_dims=1), examples=20)
def double_everywhere(student: Student, ref: Reference, x: np.ndarray) -> None:
    """double(x) = 2x."""
    close(student.double(x), ref.double(x))
