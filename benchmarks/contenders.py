"""The floor and Gradus: each marks one submission at a time in this process."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks import direct
from benchmarks.classes import Work
from benchmarks.spent import cpu_seconds
from grader.diagnosis.misconceptions import KnownMistakes
from grader.marking.marker import Marker
from grader.marking.remembered import Remembered
from grader.preparation.prepared import Prepared
from grader.sandbox import Sandbox
from grader.submissions import Submission


@dataclass
class Contender:
    """One way to mark submissions, and the seconds that each took, time after time.

    `mark` gives the scores of the submissions that it is handed, or leaves that to `scores`,
    which is asked when the clock has stopped. It gets one, unless it is for a `whole` class,
    whose time is shared among them. Before the clock starts, `ready` is called with them.
    A slow one marks one of a class in a round, the next in each, and no more than `most`.
    """

    name: str
    mark: Callable[[Sequence[Work]], Sequence[float] | None]
    full: float
    most: int | None = None
    whole: bool = False
    ready: Callable[[Sequence[Work]], None] | None = None
    scores: Callable[[], Sequence[float]] | None = None
    times: dict[str, list[float]] = field(default_factory=dict)
    cpu: list[float] = field(default_factory=list)
    peak: float | None = None

    def turn(self, works: Sequence[Work]) -> None:
        if self.ready is not None:
            self.ready(works)
        before, started = cpu_seconds(), time.perf_counter()
        scores = self.mark(works)
        seconds = time.perf_counter() - started
        self.cpu.append((cpu_seconds() - before) / len(works))
        for work in works:
            self.times.setdefault(work.name, []).append(seconds / len(works))
        if self.scores is not None:
            scores = self.scores()
        assert scores is not None
        for work, score in zip(works, scores, strict=True):
            if (score >= self.full) is not work.right:
                raise SystemExit(
                    f"{self.name} gave {work.name} {score} of {self.full} points: "
                    "nothing is compared."
                )

    def takes(self, place: int, turn: int, number: int) -> bool:
        """Whether it marks the submission at this place of a class in this round."""
        return self.most is None or (turn < self.most and place == turn % number)

    @property
    def seconds(self) -> list[float]:
        """All times, whosesoever they are."""
        return [seconds for times in self.times.values() for seconds in times]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def usual(self) -> dict[str, float]:
        """The median of each submission's times."""
        return {name: statistics.median(times) for name, times in self.times.items()}

    def ratio(self, other: Contender) -> float | None:
        """How many times as long as another it takes for the same submissions.

        The median over those that both marked. One for a whole class has a time for all of it
        only: that is compared in total, with who marked all of it too.
        """
        ours, theirs = self.usual, other.usual
        if self.whole or other.whole:
            same = ours.keys() == theirs.keys()
            return sum(ours.values()) / sum(theirs.values()) if same else None
        both = ours.keys() & theirs.keys()
        return statistics.median(ours[name] / theirs[name] for name in both) if both else None


def floor(prepared: Prepared) -> Contender:
    """The same checks on the same examples in this process, without isolation."""

    def mark(works: Sequence[Work]) -> list[float]:
        return [direct.mark(prepared, work.source) for work in works]

    return Contender("floor: one process, no isolation", mark, prepared.assignment.max_score)


class Gradus:
    """The grader, through `Marker.mark`, in one sandbox."""

    def __init__(self, prepared: Prepared, sandbox: Sandbox) -> None:
        self._prepared = prepared
        self._sandbox = sandbox
        remembered = Remembered()
        self._seen = Marker(prepared, sandbox, remembered=remembered)
        self._mistakes = remembered.mistakes
        known = KnownMistakes(prepared, self._mistakes)
        for exercise in prepared.assignment.spec.exercises:  # run once per class: nobody's share
            for mistake in known.of(exercise.name):
                for check in mistake.failed:
                    tuple(mistake.results(check))

    def warm_up(self, works: Sequence[Work]) -> None:
        """Let the marker of "seen before" see them."""
        for work in works:
            self.marked(self._seen, work)

    def marked(self, marker: Marker, work: Work) -> Any:
        """The report on a submission."""
        slug = self._prepared.assignment.slug
        return marker.mark(Submission(student="x", assignment=slug, source=work.source))

    def seen_before(self) -> Contender:
        """In the state within a class: the same answers or mistakes were handed in before."""

        def mark(works: Sequence[Work]) -> list[float]:
            return [_score(self.marked(self._seen, work)) for work in works]

        name = f"Gradus, rung {self._sandbox.rung}, seen before"
        return Contender(name, mark, self._prepared.assignment.max_score)

    def first(self) -> Contender:
        """With every memory empty, as if nobody had been marked."""
        marker = self._seen

        def ready(_: Sequence[Work]) -> None:
            nonlocal marker
            marker = self.new_marker()

        def mark(works: Sequence[Work]) -> list[float]:
            return [_score(self.marked(marker, work)) for work in works]

        name = f"Gradus, rung {self._sandbox.rung}, first of its kind"
        return Contender(name, mark, self._prepared.assignment.max_score, ready=ready)

    def new_marker(self) -> Marker:
        """A marker that remembers nothing but how the known mistakes behave."""
        remembered = Remembered(mistakes=self._mistakes)
        return Marker(self._prepared, self._sandbox, remembered=remembered)

    @property
    def seen_marker(self) -> Marker:
        return self._seen


def _score(report: Any) -> float:
    """The report's score; one that is withheld is no wrong submission's zero."""
    if report.score is None:
        raise SystemExit(f"Gradus withheld a score ({report.problem}): nothing is compared.")
    return float(report.score)
