"""Mutants of the reference that do the same as it does, with the reason why."""

from __future__ import annotations

from grader.course.assignment import Assignment
from grader.course.specs import EquivalentSpec, EquivalentsSpec, course_path, read
from grader.errors import CourseInvalid

EQUIVALENTS = "equivalent.toml"


def equivalents_of(assignment: Assignment) -> tuple[EquivalentSpec, ...]:
    """What `equivalent.toml` declares. Raises `CourseInvalid`, with each entry to mend."""
    path = assignment.folder / EQUIVALENTS
    if not path.is_file():
        return ()
    found = read(path, EquivalentsSpec).equivalent
    known = set()
    faults = []
    for one in found:
        where = f"{course_path(path)}: {one.old!r} → {one.new!r}"
        if one.exercise not in assignment.exercises:
            faults.append(f"{where} is of {one.exercise!r}, which is no exercise.")
        if (one.exercise, one.old, one.new) in known:
            faults.append(f"{where} of {one.exercise} stands there twice; remove one.")
        known.add((one.exercise, one.old, one.new))
    if faults:
        raise CourseInvalid(*faults)
    return found
