"""Assignments as they lie on disk: read, checked for sense, never run.

Loading runs `checks.py` (the author's code) and nothing of a student's. Whatever is wrong
with a course is a `CourseInvalid` with file, key and what was expected.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.authoring.checks import Check, checks_in
from grader.authoring.pictures import Exploration, pictures_in
from grader.course.assignment import Assignment
from grader.course.modules import COMMON, place_of, run_module
from grader.course.specs import (
    AssignmentSpec,
    HandoutSpec,
    course_path,
    file_text,
    read,
)
from grader.errors import CourseInvalid, UsageProblem
from grader.statements import first_line

if TYPE_CHECKING:
    from hashlib import _Hash as _Digest

PUBLIC_CHECKS = "public_checks.py"
# What known mistakes give on these, in an assignment and in its handout.
KNOWN_MISTAKES = "known_mistakes.json"


def _closed(spec: AssignmentSpec) -> AssignmentSpec:
    """The same, where who may not use a function may not through exercises that it does not use.

    Otherwise relu(z, True) could be what tanh may not be.
    """
    uses = {one.name: {*one.uses} for one in spec.exercises}

    def reached(name: str) -> set[str]:
        found: set[str] = set()
        waiting = {name}
        while waiting:
            found |= waiting
            waiting = {used for one in waiting for used in uses.get(one, ())} - found
        return found

    exercises = [
        one.model_copy(
            update={"forbidden": (*one.forbidden, *sorted(uses.keys() - reached(one.name)))}
            if one.forbidden
            else {}
        )
        for one in spec.exercises
    ]
    return spec.model_copy(update={"exercises": tuple(exercises)})


def load(root: Path, slug: str) -> Assignment:
    """The assignment `slug` of the course at `root`. Raises `CourseInvalid`."""
    found = unrun(root, slug)
    folder, names = found.folder, found.exercises
    checks = checks_in(run_module(folder / "checks.py", slug, folder.parent))
    where = course_path(folder / "checks.py")
    strange = [
        f"{where}: check {check.id} is of {check.exercise!r}, which is no exercise of this "
        f"assignment ({', '.join(names)})."
        for check in checks
        if check.exercise not in names
    ]
    if strange:
        raise CourseInvalid(*strange)
    pictures = _pictures(folder, slug, names)
    sha256, exercise_digests = _digests(folder, found.solution, names, checks)
    return replace(
        found, checks=checks, pictures=pictures, sha256=sha256, exercise_digests=exercise_digests
    )


def unrun(root: Path, slug: str) -> Assignment:
    """The same as its files say, without checks and pictures: none of its code is run.

    Raises `CourseInvalid`.
    """
    folder = root / "assignments" / slug
    solution = root / "solutions" / f"{slug}.py"
    spec = read(folder / "assignment.toml", AssignmentSpec)
    names = [exercise.name for exercise in spec.exercises]
    where = course_path(folder / "assignment.toml")
    strange = [
        f"{where}: exercise {exercise.name} uses {used!r}, which is no exercise of this assignment."
        for exercise in spec.exercises
        for used in exercise.uses
        if used not in names
    ]
    if strange:
        raise CourseInvalid(*strange)
    return Assignment(
        slug=slug,
        folder=folder,
        spec=_closed(spec),
        checks=(),
        reference=file_text(solution),
        solution=solution,
        given={name: file_text(place_of(folder, "given", f"{name}.py")) for name in spec.given},
        sha256="",
    )


def _pictures(folder: Path, slug: str, names: Collection[str]) -> tuple[Exploration, ...]:
    """What `explore.py` draws, if there is one."""
    path = folder / "explore.py"
    if not path.is_file():
        return ()
    found = pictures_in(run_module(path, slug, folder.parent))
    for one in found:
        for used in one.uses:
            if used not in names:
                raise CourseInvalid(
                    f"{course_path(path)}: picture {one.id} uses {used!r}, which is no exercise of "
                    f"this assignment ({', '.join(names)})."
                )
    return found


def load_handout(folder: Path) -> Assignment:
    """The assignment as a student has it: public checks, given code and no reference.

    Raises `UsageProblem` when `folder` is no handout, `CourseInvalid` when it is damaged.
    """
    if not (folder / "assignment.toml").is_file() or not (folder / PUBLIC_CHECKS).is_file():
        raise UsageProblem(
            f"{folder} is no assignment: it has no assignment.toml and {PUBLIC_CHECKS}. "
            "Run grade check in an assignment's folder, or name one."
        )
    spec = read(folder / "assignment.toml", HandoutSpec)
    given = {
        path.stem: file_text(path)
        for path in sorted(folder.glob("*.py"))
        if path.name not in (PUBLIC_CHECKS, f"{spec.module}.py") and path.stem in spec.given
    }
    return Assignment(
        slug=folder.resolve().name,
        folder=folder,
        spec=_closed(spec),
        checks=checks_in(run_module(folder / PUBLIC_CHECKS, folder.resolve().name)),
        reference="",
        solution=folder / f"{spec.module}.py",
        given=given,
        sha256="",
    )


def _digests(
    folder: Path, solution: Path, exercises: Collection[str], checks: Collection[Check]
) -> tuple[str, dict[str, str]]:
    """Of every file that can change a report of this assignment; and of all that can change one
    exercise's marks, by exercise: pictures and other exercises' checks are left out.
    """
    around = hashlib.sha256()
    for name in ("assignment.toml", "misconceptions.toml"):
        _add(around, folder / name)
    for pattern in ("given/*.py", "misconceptions/*.py", "data/*.npz"):
        for path in sorted(folder.glob(pattern)):
            _add(around, path)
    for pattern in ("*.py", "given/*.py", "data/*.npz"):
        for path in sorted((folder.parent / COMMON).glob(pattern)):
            _add(around, path)
    _add(around, solution)
    whole = around.copy()
    _add(whole, folder / "checks.py")
    _add(whole, folder / "explore.py")
    source = file_text(folder / "checks.py")
    lines = source.splitlines()
    statements = [
        (node, "\n".join(lines[first_line(node) - 1 : node.end_lineno]))
        for node in ast.parse(source).body
    ]
    homes = {check.function.__name__: check.exercise for check in checks}
    found = {}
    for name in exercises:
        digest = around.copy()
        for node, text in statements:
            if homes.get(getattr(node, "name", ""), name) == name:
                digest.update(text.encode() + b"\0")
        found[name] = digest.hexdigest()
    return whole.hexdigest(), found


def _add(digest: _Digest, path: Path) -> None:
    if path.is_file():
        content = path.read_bytes()
        digest.update(f"{path.name}:{len(content)}:".encode())
        digest.update(content)
