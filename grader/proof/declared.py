"""That an assignment says all that it must: points, titles, hints, ids."""

from __future__ import annotations

from collections.abc import Iterator

from grader.course import Assignment, misconceptions_of


def declared(assignment: Assignment) -> Iterator[str]:
    """What the files say of themselves: points, titles, hints, names."""
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
    ids = [one.id for one in misconceptions_of(assignment)]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"Misconception {name} is listed {ids.count(name)} times; give each its own id."
    names = {exercise.name for exercise in assignment.spec.exercises}
    for one in misconceptions_of(assignment):
        if one.exercise not in names:
            yield f"Misconception {one.id} is of {one.exercise!r}, no exercise; correct its name."
