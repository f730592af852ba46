"""Known wrong solutions: the reference with one change each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.course.assignment import Assignment
from grader.course.solution import function_span, overridden
from grader.course.specs import (
    ChangeSpec,
    MisconceptionSpec,
    MisconceptionsSpec,
    course_path,
    file_text,
    read,
)
from grader.errors import CourseInvalid
from grader.near import near_words
from grader.results.words import listed


@dataclass(frozen=True)
class Misconception:
    """A known wrong way to do an exercise: the reference with one change.

    `own` is the part of `source` that is not the reference's: the changed function, or the file.
    `handout` are the words of the handout that name it, "" if none do.
    """

    id: str
    exercise: str
    says: str
    hint: str
    source: str
    own: str = ""
    handout: str = ""


def misconceptions_of(assignment: Assignment) -> tuple[Misconception, ...]:
    """The known wrong solutions of an assignment. Raises `CourseInvalid`, with each to mend."""
    path = assignment.folder / "misconceptions.toml"
    if not path.is_file():
        return ()
    found: list[Misconception] = []
    faults: list[str] = []
    for spec in read(path, MisconceptionsSpec).misconception:
        try:
            found.append(_made(assignment, spec, f"{course_path(path)}: misconception {spec.id}"))
        except CourseInvalid as fault:
            faults += fault.sentences
    if faults:
        raise CourseInvalid(*faults)
    return tuple(found)


def misconception_ids(root: Path, slug: str) -> frozenset[str]:
    """The ids of an assignment's misconceptions, without loading it. Raises `CourseInvalid`."""
    path = root / "assignments" / slug / "misconceptions.toml"
    if not path.is_file():
        return frozenset()
    return frozenset(one.id for one in read(path, MisconceptionsSpec).misconception)


def _made(assignment: Assignment, spec: MisconceptionSpec, where: str) -> Misconception:
    if spec.exercise not in assignment.exercises:
        near = near_words(spec.exercise, assignment.exercises)
        raise CourseInvalid(
            f"{where} is of {spec.exercise!r}, which is no exercise.{near and f' {near}'}"
        )
    if (spec.change is None) == (spec.file is None):
        raise CourseInvalid(f"{where} needs either `change` or `file`, and not both.")
    if spec.file is not None and not PurePosixPath(spec.file).match("misconceptions/*.py"):
        raise CourseInvalid(f"{where}: its `file` must be misconceptions/<name>.py.")
    if spec.file is not None:
        own = file_text(assignment.folder / spec.file)
        source = overridden(assignment.reference, own)
    else:
        assert spec.change is not None
        own, source = _changed(assignment, spec.exercise, spec.change, where)
    return Misconception(
        spec.id, spec.exercise, spec.says, spec.hint, source, own, handout=spec.handout
    )


def _places(source: str, text: str, start: int, end: int) -> str:
    """Where a text occurs within these bounds, by line: " (lines 3 and 7)"."""
    lines = []
    at = source.find(text, start, end)
    while at >= 0:
        lines.append(str(source.count("\n", 0, at) + 1))
        at = source.find(text, at + max(len(text), 1), end)
    return f" (lines {listed(lines)})" if lines else ""


def _changed(
    assignment: Assignment, exercise: str, change: ChangeSpec, where: str
) -> tuple[str, str]:
    """The function with the change, and the reference with that function."""
    source = assignment.reference
    try:
        start, end = function_span(source, exercise)
    except LookupError:
        raise CourseInvalid(
            f"{where} is of {exercise!r}, which {assignment.solution.name} does not define."
        ) from None
    count = source.count(change.old, start, end)
    if count != 1:
        raise CourseInvalid(
            f"{where}: its `old` text occurs {count} times in {exercise} of "
            f"{assignment.solution.name}{_places(source, change.old, start, end)}; it must occur "
            "exactly once."
        )
    at = source.index(change.old, start, end)
    changed = source[start:at] + change.new + source[at + len(change.old) : end]
    return changed, source[:start] + changed + source[end:]
