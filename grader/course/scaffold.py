"""The skeleton of a new assignment: `grade prove` accepts it once it is filled in."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from grader.course.course import Course
from grader.course.specs import AssignmentSpec, ExerciseSpec, LimitsSpec, keys_of
from grader.errors import UsageProblem

_WIDTH = 100
_SOLUTION = '''\
"""TITLE: say in a line what is to be done."""

import numpy as np


def double(x):
    """Twice the array x, as a new array of the same shape."""
    # BEGIN SOLUTION
    return 2 * np.asarray(x)
    # END SOLUTION
'''
_CHECKS = '''\
"""The checks of TITLE: each states one law."""

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
'''
_MISCONCEPTIONS = """\
[[misconception]]
id = "double_square"
exercise = "double"
says = "x² in place of 2x"
hint = "Doubling −3 gives a negative number."
change = { old = "2 * np.asarray(x)", new = "np.asarray(x) ** 2" }
"""
_ACCEPTED = """\
# A loop over the flat array.

import numpy as np


def double(x):
    made = np.zeros(np.shape(x))
    for place in np.ndindex(made.shape):
        made[place] = x[place] + x[place]
    return made
"""
_README = """\
# TITLE

Say what the idea is, and its mathematics: for an array $x$,

$$\\operatorname{double}(x) = 2x.$$

## double(x)

Twice the array, as a new array of the same shape. For example, $[1, -3]$ becomes $[2, -6]$.
"""


def _toml(module: str) -> str:
    """An `assignment.toml` with all its keys; those that may be left out are comments."""
    own: dict[str, str | int] = {
        "title": "TITLE",
        "module": module,
        "points": 2,
        "seed": 1,
        "minutes": 30,
    }
    lines = [
        *_table(AssignmentSpec, own),
        f"# {LimitsSpec.__doc__}",
        "[limits]",
        *_table(LimitsSpec, {}),
        f"# {ExerciseSpec.__doc__}",
        "[[exercises]]",
        *_table(ExerciseSpec, {"name": "double", "points": 2}),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _table(model: type[BaseModel], said: Mapping[str, str | int]) -> Iterator[str]:
    for key in keys_of(model):
        yield from textwrap.wrap(
            key.says, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
        )
        if key.name in said:
            yield f"{key.name} = {json.dumps(said[key.name])}"
        else:
            yield f"# {key.name} = {key.default or '…'}"
        yield ""


def scaffold(course: Course, slug: str) -> list[str]:
    """Write the files of a new assignment; returns their paths from the course's root.

    Raises `UsageProblem` for a name that is no slug or is taken.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", slug):
        raise UsageProblem(f"{slug!r} is no slug: use small letters, digits and underscores.")
    if slug in course.slugs() or (course.root / "assignments" / slug).exists():
        raise UsageProblem(f"There is an assignment {slug} already; choose another name.")
    module = re.sub(r"^c\d+_", "", slug)
    title = module.replace("_", " ").capitalize()
    files = {
        f"assignments/{slug}/assignment.toml": _toml(module),
        f"assignments/{slug}/README.md": _README,
        f"assignments/{slug}/checks.py": _CHECKS,
        f"assignments/{slug}/misconceptions.toml": _MISCONCEPTIONS,
        f"assignments/{slug}/accepted/loop.py": _ACCEPTED,
        f"solutions/{slug}.py": _SOLUTION,
    }
    for name, text in files.items():
        path = course.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("TITLE", title), encoding="utf-8")
    toml = course.root / "assignments" / "course.toml"
    entry = f'\n[[assignment]]\nslug = "{slug}"\n'
    toml.write_text(toml.read_text(encoding="utf-8").rstrip() + "\n" + entry, encoding="utf-8")
    return [*files, "assignments/course.toml"]
