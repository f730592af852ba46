"""What a call, an exercise and a submission may take, in seconds, and what they have taken.

The clocks that decide whether student code is too slow are all here: verdicts must not depend
on what else the machine is doing.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from grader.calls.clock import Clock, Waiting
from grader.outcome import OutOfMemory, TimedOut

# Bytes that all replies of an exercise may take: eighty times what right work takes.
MOST_REPLIES = 64 << 20
# Values in all replies that are read, as often as they are: forty times those of right work.
MOST_VALUES = 2_000_000
TOO_LONG = "What your code returned takes too long to read"


@dataclass
class Whole:
    """The seconds that all exercises and pictures of one submission may take together."""

    seconds: float
    spent: float = 0.0

    @property
    def over(self) -> TimedOut | None:
        """What there is to say once they are spent."""
        if self.spent <= self.seconds:
            return None
        return TimedOut(
            f"All exercises together took longer than the {self.seconds:g} s that a submission "
            "may take"
        )

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """Count what this process works meanwhile: what it does for a submission has an end too."""
        started = time.process_time()
        try:
            yield
        finally:
            self.spent += time.process_time() - started


@dataclass
class Budget:
    """The seconds that one call and all calls of an exercise may take.

    It outlives the workers of an exercise: a slow death may not be had anew at each check. What
    it spends is spent of the `whole` submission's too.
    """

    call_seconds: float
    exercise_seconds: float
    spent: float = 0.0
    whole: Whole = field(default_factory=lambda: Whole(math.inf))
    returned: int = 0  # bytes of replies
    values: int = 0  # in those that were read

    def spend(self, seconds: float) -> None:
        """Take these seconds; less than none gives some back."""
        self.spent += seconds
        self.whole.spent += seconds

    def account(self, pid: int) -> Account:
        """What the worker `pid` takes of it from now on."""
        return Account(self, pid)


class Account:
    """What one worker takes of a budget. `call_seconds` may be lowered for a while."""

    def __init__(self, budget: Budget, pid: int) -> None:
        self.call_seconds = budget.call_seconds
        self._budget = budget
        self._pid = pid
        self._waiting = Waiting(pid)
        self._taken = 0.0
        self._reading = 0.0

    def clock(self) -> Clock:
        """The clock of a call that begins."""
        return Clock(self._pid, self.call_seconds)

    def charge(self, seconds: float) -> None:
        """Take these seconds."""
        self._taken += seconds
        self._budget.spend(seconds)

    def take(self, size: int) -> None:
        """Count a reply; raises `OutOfMemory` when all together are more than an exercise's."""
        self._budget.returned += size
        if self._budget.returned > MOST_REPLIES:
            most = MOST_REPLIES >> 20
            raise OutOfMemory(f"All that your code returned together is more than {most} MB")

    def read(self, values: int) -> None:
        """Count the values of a reply; raises `TimedOut` when all together are too many."""
        self._budget.values += values
        if self._budget.values > MOST_VALUES:
            raise TimedOut(TOO_LONG)

    def require_time_left(self) -> None:
        """Raise `TimedOut` when all calls took what the exercise, or the submission, may take."""
        limit, whole = self._budget.exercise_seconds, self._budget.whole
        if self._budget.spent <= limit and whole.over is None:
            return
        # The wall clock of a busy machine says little: leave out what it took away.
        lost = self._waiting.seconds()
        if self._budget.spent - lost > limit:
            raise TimedOut(
                f"All calls together took longer than the {limit:g} s that an exercise may take"
            )
        if (over := Whole(whole.seconds, whole.spent - lost).over) is not None:
            raise over

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Count the time that reading a reply takes; raises `TimedOut` when it took too much."""
        if self._reading > self._budget.exercise_seconds:
            raise TimedOut(TOO_LONG)
        started = time.process_time()
        try:
            yield
        finally:
            self._reading += time.process_time() - started

    def close(self) -> None:
        """Give back what a busy machine took away: while the process is still there.

        Afterwards its number may be another's.
        """
        self._budget.spend(-min(self._taken, self._waiting.seconds()))
        self._taken = 0.0
