"""An assignment over a whole class: scores, what was missed, misconceptions.

Computes and never prints. It never turns a score that is withheld into a zero.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from grader.analytics.questions import QuestionSummary, questions_of
from grader.results import Report, Rung, Verdict

BINS = 10


@dataclass(frozen=True)
class Spread:
    """How the scores of the graded submissions lie, in points; quartiles are inclusive."""

    count: int
    mean: float
    lowest: float
    lower: float
    median: float
    upper: float
    highest: float
    bins: tuple[int, ...]
    """Submissions per tenth of the full score; full marks are in the last."""


@dataclass(frozen=True)
class Missed:
    """How many of the graded submissions did not pass one check that was run on them."""

    exercise: str
    check: str
    title: str
    public: bool
    failed: int
    tried: int

    @property
    def share(self) -> float:
        """The part of the submissions that missed it, from 0 to 1."""
        return self.failed / self.tried


@dataclass(frozen=True)
class Seen:
    """The submissions that behave like one known misconception, by student."""

    exercise: str
    misconception: str
    hint: str
    reports: tuple[Report, ...]

    @property
    def students(self) -> int:
        """How many have it."""
        return len(self.reports)


@dataclass(frozen=True)
class AssignmentSummary:
    """One assignment over the whole class, its reports by student."""

    slug: str
    title: str
    max_score: int
    reports: tuple[Report, ...]
    graded: int
    missing: tuple[Report, ...]
    unreadable: tuple[Report, ...]
    broken: tuple[Report, ...]
    held: tuple[Report, ...]
    spread: Spread | None
    missed: tuple[Missed, ...]
    misconceptions: tuple[Seen, ...]
    questions: tuple[QuestionSummary, ...]
    """Of a quiz."""
    verdicts: tuple[tuple[Verdict, int], ...]
    rungs: tuple[Rung, ...]
    editions: int
    """How many different versions of the assignment the reports were made with."""


def summary_of(slug: str, reports: Sequence[Report]) -> AssignmentSummary:
    """One assignment over the class: its reports by student, and figures of them."""
    graded = [report for report in reports if report.status == "graded"]
    verdicts: Counter[Verdict] = Counter(
        check.verdict
        for report in graded
        for exercise in report.exercises
        for check in exercise.checks
    )
    return AssignmentSummary(
        slug=slug,
        title=next((report.title for report in reports if report.title), ""),
        max_score=max(report.max_score for report in reports),
        reports=tuple(reports),
        graded=len(graded),
        missing=tuple(one for one in reports if one.status == "missing"),
        unreadable=tuple(one for one in reports if one.status in ("unreadable", "stopped")),
        broken=tuple(report for report in reports if report.status == "broken"),
        held=tuple(report for report in reports if report.held),
        spread=_spread(graded),
        missed=_missed(graded),
        misconceptions=_misconceptions(graded),
        questions=questions_of(graded),
        verdicts=tuple(sorted(verdicts.items(), key=lambda item: (-item[1], item[0]))),
        rungs=tuple(sorted({r.isolation for r in reports if r.isolation is not None})),
        editions=len({r.assignment_sha256 for r in reports if r.assignment_sha256}),
    )


def _spread(graded: Sequence[Report]) -> Spread | None:
    scored = [(r.score, r.max_score) for r in graded if r.score is not None and r.max_score]
    if not scored:
        return None
    points = [score for score, _ in scored]
    if len(points) > 1:
        lower, median, upper = statistics.quantiles(points, n=4, method="inclusive")
    else:
        lower = median = upper = float(points[0])
    bins = [0] * BINS
    for score, most in scored:
        bins[min(BINS * score // most, BINS - 1)] += 1
    return Spread(
        count=len(points),
        mean=statistics.fmean(points),
        lowest=min(points),
        lower=lower,
        median=median,
        upper=upper,
        highest=max(points),
        bins=tuple(bins),
    )


def _missed(graded: Sequence[Report]) -> tuple[Missed, ...]:
    """The checks that some submission missed, the most missed first, then in their order.

    A skipped check says nothing about its own law, and a broken one nothing about the
    student: neither counts as tried.
    """
    failed: Counter[tuple[str, str]] = Counter()
    tried: Counter[tuple[str, str]] = Counter()
    about: dict[tuple[str, str], tuple[str, bool]] = {}
    for report in graded:
        for exercise in report.exercises:
            for check in exercise.checks:
                key = (exercise.name, check.id)
                about.setdefault(key, (check.title, check.public))
                if check.verdict in ("skipped", "broken"):
                    continue
                if check.kind == "question" and not check.points:
                    continue  # for practice, with its answer beside it
                tried[key] += 1
                failed[key] += check.verdict != "passed"
    found = [
        Missed(key[0], key[1], title, public, failed[key], tried[key])
        for key, (title, public) in about.items()
        if failed[key]
    ]
    return tuple(sorted(found, key=lambda one: (-one.share, -one.failed)))


def _misconceptions(graded: Sequence[Report]) -> tuple[Seen, ...]:
    found: dict[tuple[str, str], list[Report]] = {}
    hints: dict[tuple[str, str], str] = {}
    for report in graded:
        for exercise in report.exercises:
            for named in exercise.named:
                key = (exercise.name, named.id)
                found.setdefault(key, []).append(report)
                hints.setdefault(key, named.hint)
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Seen(*key, hints[key], tuple(reports)) for key, reports in ranked)
