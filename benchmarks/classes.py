"""The classes of submissions that every contender marks: right ones, wrong ones, and both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.course.misconceptions import misconceptions_of
from grader.course.solution import accepted_of

if TYPE_CHECKING:
    from pathlib import Path

    from grader.course.assignment import Assignment

MOST = 10


@dataclass(frozen=True)
class Work:
    """One submission: a name that tells whether it is right, and its source."""

    name: str
    source: str
    right: bool

    def variant(self, number: int) -> Work:
        """The same with a comment of its own: no two students hand in equal files."""
        return replace(self, source=f"{self.source}\n# {number}\n")


def classes(assignment: Assignment, most: int = MOST) -> dict[str, list[Work]]:
    """The classes by name, `most` submissions each at most."""
    right = _some(right_ones(assignment), most)
    wrong = _some(wrong_ones(assignment), most)
    half = max(1, min(len(right), len(wrong)) // 2)
    pairs = zip(_some(right, half), _some(wrong, half), strict=True)
    return {"right": right, "wrong": wrong, "mixed": [one for pair in pairs for one in pair]}


def right_ones(assignment: Assignment) -> list[Work]:
    """The reference and the other solutions that are known to be right."""
    accepted = accepted_of(assignment)
    found = [Work("right_reference", assignment.reference, right=True)]
    return found + [
        Work(f"right_{name.removesuffix('.py')}", accepted[name], right=True) for name in accepted
    ]


def wrong_ones(assignment: Assignment) -> list[Work]:
    """The known misconceptions."""
    return [
        Work(f"wrong_{one.id.replace('-', '_')}", one.source, right=False)
        for one in misconceptions_of(assignment)
    ]


def write_class(folder: Path, assignment: Assignment, number: int) -> None:
    """A folder of submissions, half of them right, no two files equal."""
    right, wrong = right_ones(assignment), wrong_ones(assignment)
    for place in range(number):
        works = wrong if place % 2 else right
        work = works[place // 2 % len(works)].variant(place)
        # Numbers first: graded in the order of names, both kinds come throughout.
        path = folder / f"s{place:04}_{work.name}" / assignment.slug
        path.mkdir(parents=True)
        (path / f"{assignment.spec.module}.py").write_text(work.source, encoding="utf-8")


def _some(works: list[Work], most: int) -> list[Work]:
    """Up to `most` of them, from all over the list."""
    if len(works) <= most:
        return works
    return [works[place * len(works) // most] for place in range(most)]
