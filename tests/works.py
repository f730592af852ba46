"""Whole submissions of an assignment, right and wrong, that the course brings along."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from grader.course import Assignment, accepted_of, function_span, misconceptions_of, region_lines
from grader.diagnosis import edits_of

GOLDEN = Path(__file__).resolve().parent / "golden"
# Of each kind so many, spread over the exercises.
MOST = 3


def spread(things: Iterable[Any]) -> list[Any]:
    """Some of these, from the first to the last."""
    things = [*things]
    return things[:: -(-len(things) // MOST)] if things else []


def mutants_of(assignment: Assignment) -> Iterator[str]:
    """Whole files in which one exercise has a systematic small change."""
    source = assignment.reference
    for exercise in assignment.exercises:
        start, end = function_span(source, exercise)
        before = source.count("\n", 0, start)
        lines = {number - before for number in region_lines(source) if number > before}
        for edit in islice(edits_of(source[start:end], lines), 0, None, 7):
            yield f"{source[:start]}{edit.source}\n{source[end:]}"


def works(assignment: Assignment) -> dict[str, str]:
    """Sources by name, in an order in which equal functions meet."""
    found = {
        **{f"accepted {name}": text for name, text in spread(accepted_of(assignment).items())},
        **{one.id: one.source for one in spread(misconceptions_of(assignment))},
        **{f"mutant {n}": text for n, text in enumerate(spread(mutants_of(assignment)))},
    }
    for kind in ("right", "wrong"):
        for path in spread(sorted((GOLDEN / kind / assignment.slug).glob("*.py"))):
            found[f"{kind} {path.stem}"] = path.read_text(encoding="utf-8")
    return found
