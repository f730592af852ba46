"""Where a student stands: each exercise, and what a screen shows of it."""

from __future__ import annotations

from dataclasses import dataclass

from grader.results import CheckResult
from grader.selfcheck.first import WAITING


@dataclass(frozen=True)
class Standing:
    """How one exercise stands: is it more than a stub, and what its public checks found."""

    name: str
    filled: bool
    checks: tuple[CheckResult, ...] = ()

    @property
    def done(self) -> bool:
        """Whether it is filled in, and no public check is against it."""
        return self.filled and self.first_open is None

    @property
    def first_open(self) -> CheckResult | None:
        """The first public check that does not pass yet."""
        return next((check for check in self.checks if check.verdict != "passed"), None)

    @property
    def wrong(self) -> bool:
        """Whether a check fails for another reason than a stub."""
        return any(check.verdict not in ("passed", *WAITING) for check in self.checks)


@dataclass(frozen=True)
class WatchView:
    """All that one screen shows.

    `points` are what the exercises are worth, hidden checks included.
    `place` says where the exercise is in the file, `clock` when the work was read. `blamed` is
    an exercise that the watched one uses and that is wrong itself. `settled` is False while
    some results may be from before the last save. `hint` is None unless it was asked for.
    """

    title: str
    file: str
    source: str
    points: int
    exercises: tuple[Standing, ...]
    at: int
    place: str
    blamed: str
    settled: bool
    problem: str
    problem_line: int | None
    notes: tuple[str, ...]
    hint: str | None
    everything: bool
    clock: str

    @property
    def current(self) -> Standing:
        """The exercise that is watched."""
        return self.exercises[self.at]

    @property
    def finished(self) -> bool:
        """Whether every exercise is done, as of the last save."""
        return self.settled and not self.problem and all(one.done for one in self.exercises)
