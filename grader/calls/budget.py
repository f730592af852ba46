"""What a call and an exercise may take, in seconds, and what the exercise has taken.

The clocks that decide whether student code is too slow are all here: verdicts must not depend
on what else the machine is doing.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass

from grader.calls.clock import Clock, Waiting
from grader.outcome import TimedOut


@dataclass
class Budget:
    """The seconds that one call and all calls of an exercise may take.

    It outlives the workers of an exercise: a slow death may not be had anew at each check.
    """

    call_seconds: float
    exercise_seconds: float
    spent: float = 0.0

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
        self._budget.spent += seconds

    def require_time_left(self) -> None:
        """Raise `TimedOut` when all calls together took what the exercise may take."""
        limit = self._budget.exercise_seconds
        if self._budget.spent <= limit:
            return
        # The wall clock of a busy machine says little: leave out what it took away.
        if self._budget.spent - self._waiting.seconds() > limit:
            raise TimedOut(
                f"All calls together took longer than the {limit:g} s that an exercise may take"
            )

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Count the time that reading a reply takes; raises `TimedOut` when it took too much."""
        if self._reading > self._budget.exercise_seconds:
            raise TimedOut("What your code returned takes too long to read")
        started = time.process_time()
        try:
            yield
        finally:
            self._reading += time.process_time() - started

    def close(self) -> None:
        """Give back what a busy machine took away: while the process is still there.

        Afterwards its number may be another's.
        """
        self._budget.spent -= min(self._taken, self._waiting.seconds())
        self._taken = 0.0
