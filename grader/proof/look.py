"""What is wrong with an assignment and shows without running a submission: it is told first.

A proof takes a quarter of a minute; a slip in a file is seen in a second.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from grader.course import (
    Assignment,
    Course,
    Misconception,
    course_path,
    equivalents_of,
    misconceptions_of,
    stub_of,
    unrun,
)
from grader.errors import CourseInvalid
from grader.handout import readme_of
from grader.near import near_words
from grader.proof.declared import declared, texts
from grader.proof.mutants import outdated


@dataclass(frozen=True)
class Look:
    """What was seen of an assignment; one that is not `usable` cannot be tried.

    `checks` is how many there are, None if that is not known. `exercises` are those to be tried.
    """

    slug: str
    faults: tuple[str, ...] = ()
    usable: bool = True
    checks: int | None = None
    exercises: tuple[str, ...] = ()


def look(course: Course, slug: str) -> Look:
    """All that can be said of an assignment without running it, but for loading its checks."""
    try:
        assignment = unrun(course.root, slug)
    except CourseInvalid as fault:
        return Look(slug, fault.sentences, usable=False)
    invalid = [*_accepted(assignment), *_given(assignment)]
    invalid += _sentences(lambda: readme_of(assignment))
    reference = _sentences(assignment.parameters)
    invalid += reference
    if not reference:  # else there are no functions to find anything in
        invalid += _sentences(lambda: stub_of(assignment))
        invalid += _sentences(lambda: equivalents_of(assignment))
        invalid += _sentences(lambda: misconceptions_of(assignment)) or _changed(assignment)
    loaded = None
    try:
        loaded = course.load(slug)
    except CourseInvalid as fault:
        invalid += fault.sentences
    faults = [*_prerequisites(course, assignment), *texts(assignment)]
    if loaded is not None:
        faults += declared(loaded)
    if not invalid:
        faults += outdated(assignment)
    return Look(
        slug,
        (*invalid, *faults),
        usable=not invalid,
        checks=len(loaded.checks) if loaded is not None else None,
        exercises=assignment.exercises,
    )


def _sentences(read: Callable[[], object]) -> list[str]:
    """What makes a file invalid."""
    try:
        read()
    except CourseInvalid as fault:
        return [*fault.sentences]
    return []


def _changed(assignment: Assignment) -> list[str]:
    """The misconceptions whose change is no Python."""
    return [
        f"assignments/{assignment.slug}/misconceptions.toml: misconception {one.id} is not valid "
        f"Python ({fault}); mend its change."
        for one in misconceptions_of(assignment)
        if (fault := _fault_of(one))
    ]


def _fault_of(one: Misconception) -> str:
    try:
        ast.parse(one.own)
    except SyntaxError as fault:
        line = (fault.text or "").strip()
        return f"{fault.msg}: `{line}`" if line else fault.msg
    return ""


def _accepted(assignment: Assignment) -> Iterator[str]:
    """The accepted solutions that are no Python, or of no exercise."""
    for path in sorted((assignment.folder / "accepted").glob("*.py")):
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except (SyntaxError, UnicodeDecodeError) as fault:
            yield _no_python(course_path(path), fault)
            continue
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        names |= {getattr(node, "name", "") for node in tree.body}
        if names.isdisjoint(assignment.exercises):
            yield (
                f"{course_path(path)} defines none of the exercises, so the reference is marked "
                f"in its place; it must define one of {', '.join(assignment.exercises)}."
            )


def _given(assignment: Assignment) -> Iterator[str]:
    """The given code that is no Python."""
    for name, text in assignment.given.items():
        try:
            ast.parse(text)
        except SyntaxError as fault:
            yield _no_python(f"{name}.py of the given code", fault)


def _no_python(where: str, fault: SyntaxError | UnicodeDecodeError) -> str:
    if isinstance(fault, SyntaxError):
        return f"{where}: line {fault.lineno} is not valid Python ({fault.msg})."
    return f"{where} is not UTF-8 ({fault}); save it as UTF-8."


def _prerequisites(course: Course, assignment: Assignment) -> Iterator[str]:
    """What is to be done before must be in the course."""
    slugs = course.slugs()
    for name in assignment.spec.prerequisites:
        if name not in slugs:
            near = near_words(name, slugs) or f"This course has {', '.join(slugs)}."
            yield (
                f"assignments/{assignment.slug}/assignment.toml: prerequisites: there is no "
                f"assignment {name!r}. {near}"
            )
