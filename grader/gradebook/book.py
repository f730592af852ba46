"""The gradebook: a class's reports as rows per student and figures per assignment.

Computes and never prints: the class page, the CSV and the terminal summary are views of
it. It gives the same answer in whatever order the reports come, and never turns a score
that is withheld into a zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.analytics import AssignmentSummary, summary_of
from grader.results import Report


@dataclass(frozen=True)
class Row:
    """One student: a report or None for each assignment of the gradebook.

    `percent` is the weighted mean over the assignments that he has a report for, in percent: who
    was asked for one and handed in nothing has a report that says so, and a zero. An assignment
    of others' counts for nobody else. None while a score is withheld.
    """

    student: str
    reports: tuple[Report | None, ...]
    percent: float | None


@dataclass(frozen=True)
class Gradebook:
    """Students by assignments."""

    assignments: tuple[AssignmentSummary, ...]
    rows: tuple[Row, ...]


def name_order(name: str) -> tuple[list[tuple[int, int, str]], str]:
    """A sort key that puts "s2" before "s10" and ignores case, the same on every machine."""
    parts = re.split(r"([0-9]+)", name.casefold())
    key = [(0, int(p), "") if p[:1] in set("0123456789") and p else (1, 0, p) for p in parts]
    return key, name


def in_order(reports: Iterable[Report]) -> tuple[Report, ...]:
    """The reports by student and assignment; of two for the same pair the later counts."""
    last = {(report.student, report.assignment): report for report in reports}
    return tuple(
        sorted(last.values(), key=lambda r: (name_order(r.student), name_order(r.assignment)))
    )


def gradebook(reports: Iterable[Report], weights: Mapping[str, float] | None = None) -> Gradebook:
    """The gradebook of these reports.

    `weights` are those of the course's assignments, in its order; any other assignment
    follows by name, with weight 1.
    """
    ordered = in_order(reports)
    known = dict(weights or {})
    found = {report.assignment for report in ordered}
    slugs = [slug for slug in known if slug in found]
    slugs += sorted(found - set(slugs), key=name_order)
    by_pair = {(report.student, report.assignment): report for report in ordered}
    students = dict.fromkeys(report.student for report in ordered)
    return Gradebook(
        assignments=tuple(
            summary_of(slug, [r for r in ordered if r.assignment == slug]) for slug in slugs
        ),
        rows=tuple(
            _row(student, [by_pair.get((student, slug)) for slug in slugs], slugs, known)
            for student in students
        ),
    )


def _row(
    student: str,
    reports: Sequence[Report | None],
    slugs: Sequence[str],
    weights: Mapping[str, float],
) -> Row:
    total = earned = 0.0
    withheld = False
    for slug, report in zip(slugs, reports, strict=True):
        if report is None:
            continue
        weight = weights.get(slug, 1.0)
        total += weight
        if report.score is None:
            withheld = True
        elif report.max_score:
            earned += weight * report.score / report.max_score
    return Row(student, tuple(reports), None if withheld else 100 * earned / total)
