"""That an assignment says all that it must: points, titles, hints, ids, headings, imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.course import Assignment, course_path, misconceptions_of
from grader.handout import readme_of, without_heading
from grader.submissions import ALLOWED_IMPORTS, imports_not_allowed


def declared(assignment: Assignment) -> Iterator[str]:
    """What the files say of themselves: points, titles, hints, names. Raises `CourseInvalid`."""
    parameters = assignment.parameters()
    toml = f"assignments/{assignment.slug}/assignment.toml"
    checks_py = f"assignments/{assignment.slug}/checks.py"
    readme = f"assignments/{assignment.slug}/README.md"
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
    ids = [one.id for one in misconceptions_of(assignment)]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"Misconception {name} is listed {ids.count(name)} times; give each its own id."
    names = {exercise.name for exercise in assignment.spec.exercises}
    for one in misconceptions_of(assignment):
        if one.exercise not in names:
            yield f"Misconception {one.id} is of {one.exercise!r}, no exercise; correct its name."
    for name in without_heading(assignment, readme_of(assignment)):
        yield (
            f"{readme} has no heading for {name}, so the notebook puts its cell at a place of no "
            f"meaning; write `## {name}({', '.join(parameters.get(name, ()))})` before what is "
            "said of it."
        )
    yield from _imports(assignment)


def _imports(assignment: Assignment) -> Iterator[str]:
    """Right work needs no more than submissions may import."""
    spec = assignment.spec
    toml = f"assignments/{assignment.slug}/assignment.toml"
    for path in (assignment.solution, *sorted((assignment.folder / "accepted").glob("*.py"))):
        try:
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        except SyntaxError:
            continue  # it is told where it is marked
        for line, name in imports_not_allowed(nodes, spec.imports, spec.given):
            listed = ", ".join(dict.fromkeys((*ALLOWED_IMPORTS, *spec.imports, *spec.given)))
            yield (
                f"{course_path(path)}, line {line} imports {name}, which is not on the list of "
                f'what may be imported here: {listed}; `imports = ["{name.partition(".")[0]}"]` '
                f"in {toml} adds to it."
            )
