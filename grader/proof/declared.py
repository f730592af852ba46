"""That an assignment says all that it must: points, titles, hints, ids, headings, imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.course import Assignment, course_path, misconceptions_of, stub_of
from grader.errors import CourseInvalid
from grader.handout import headings_of_nothing, readme_of, without_heading
from grader.near import near_words
from grader.submissions import ALLOWED_IMPORTS, imports_not_allowed


def declared(assignment: Assignment) -> Iterator[str]:
    """What checks and misconceptions say of themselves: points, titles, hints, names."""
    toml = f"assignments/{assignment.slug}/assignment.toml"
    checks_py = f"assignments/{assignment.slug}/checks.py"
    for exercise in assignment.spec.exercises:
        checks = assignment.checks_of(exercise.name)
        points = sum(check.points for check in checks)
        if not checks:
            yield f"Exercise {exercise.name} has no check; write one in {checks_py}."
        elif points != exercise.points:
            yield (
                f"The checks of {exercise.name} add up to {points} points, and {toml} says "
                f"{exercise.points}; make them agree."
            )
        if checks and not any(check.public for check in checks):
            yield (
                f"Exercise {exercise.name} has no public check, so a student cannot try it before "
                f"handing in; write one with `public=True` in {checks_py}."
            )
    if assignment.max_score != assignment.spec.points:
        yield (
            f"All checks add up to {assignment.max_score} points, and {toml} says "
            f"{assignment.spec.points}; make them agree."
        )
    for check in assignment.checks:
        if not check.title:
            yield f"Check {check.id} has no title; give its function a docstring in {checks_py}."
        if check.kind == "vectorised" and check.inputs is None:
            yield (
                f"Check {check.id} counts steps at sizes that never change, and a special case "
                f"passes it; give it @given(draw.growing(), …) in {checks_py}."
            )
        if not check.hint:
            yield f"Check {check.id} has no hint; give it one in {checks_py}."


def texts(assignment: Assignment) -> Iterator[str]:
    """What can be said of its texts, for which no code of it is run."""
    yield from _twice(assignment)
    yield from _quoted(assignment)
    yield from _headings(assignment)
    yield from _imports(assignment)


def _twice(assignment: Assignment) -> Iterator[str]:
    try:
        ids = [one.id for one in misconceptions_of(assignment)]
    except (CourseInvalid, SyntaxError):
        return  # it is told of these files
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"Misconception {name} is listed {ids.count(name)} times; give each its own id."


def _quoted(assignment: Assignment) -> Iterator[str]:
    """The words by which the handout names a mistake stand in it."""
    try:
        known = misconceptions_of(assignment)
        handed_out = _in_a_row(f"{readme_of(assignment)} {stub_of(assignment)}")
    except (CourseInvalid, SyntaxError):
        return  # it is told of these files
    for one in known:
        if _in_a_row(one.handout) not in handed_out:
            yield (
                f"assignments/{assignment.slug}/misconceptions.toml: misconception {one.id} says "
                f"that the handout has the words {one.handout!r}, and neither its README nor its "
                "stub does; quote what names the mistake, or remove `handout`."
            )


def _in_a_row(text: str) -> str:
    return " ".join(text.split())


def _headings(assignment: Assignment) -> Iterator[str]:
    """Each exercise has a heading, and each heading that is a signature an exercise."""
    readme = f"assignments/{assignment.slug}/README.md"
    try:
        parameters, text = assignment.parameters(), readme_of(assignment)
        strange = headings_of_nothing(assignment, text)
    except (CourseInvalid, SyntaxError):
        return  # it is told of these files
    for name in without_heading(assignment, text):
        yield (
            f"{readme} has no heading for {name}, so the notebook puts its cell at a place of no "
            f"meaning; write `## {name}({', '.join(parameters.get(name, ()))})` before what is "
            "said of it."
        )
    for name in strange:
        near = near_words(name, assignment.exercises)
        yield (
            f"{readme} has a heading for {name}, and there is no such exercise and nothing given "
            f"of that name; correct or remove it.{near and f' {near}'}"
        )


def _imports(assignment: Assignment) -> Iterator[str]:
    """Right work needs no more than submissions may import."""
    spec = assignment.spec
    toml = f"assignments/{assignment.slug}/assignment.toml"
    for path in (assignment.solution, *sorted((assignment.folder / "accepted").glob("*.py"))):
        try:
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        except (SyntaxError, UnicodeDecodeError):
            continue  # it is told of these files
        for line, name in imports_not_allowed(nodes, spec.imports, spec.given):
            listed = ", ".join(dict.fromkeys((*ALLOWED_IMPORTS, *spec.imports, *spec.given)))
            yield (
                f"{course_path(path)}, line {line} imports {name}, which is not on the list of "
                f'what may be imported here: {listed}; `imports = ["{name.partition(".")[0]}"]` '
                f"in {toml} adds to it."
            )
