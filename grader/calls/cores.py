"""One core for two processes that wait for each other by turns.

A submission that asks the checker for each of thousands of helper calls runs only while the
checker waits, and the other way round. On two cores each turn wakes a core that sleeps, which
takes longer than most answers do.
"""

from __future__ import annotations

import functools
import os
import sys
import time
from collections.abc import Iterable

from grader.sandbox import current_core

# Turns after which the two are put on one core; and after which they are let go for a moment,
# as others may be busy there by now, and the system moves them then.
SOON = 8
LONG = 256
# Seconds that no turn takes but where the other is busy with something else: threads of its own
# could keep this process off a core that they share.
SLOW = 0.05


class OneCore:
    """Puts this process and the process `pid` on one core while they take turns.

    That changes how long things take, and nothing else. Where the system does not let us, it
    is not done.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._turns = 0
        self._together = False
        self._last = 0.0
        self._too_slow = False

    def turn(self) -> None:
        """Count a turn: one of the two waited for the other, and had nothing else to do."""
        now = time.monotonic()
        seconds, self._last = now - self._last, now
        self._turns += 1
        if self._together and seconds > SLOW:
            self._too_slow = True
            self.part()
        elif self._turns == SOON and not self._too_slow and len(_cores()) > 1:
            self._together = True
            _put((0, self._pid), _current_core())
        elif self._turns == LONG:
            self.part()

    def part(self) -> None:
        """Let both run wherever the system likes: there is work for two."""
        self._turns = 0
        if self._together:
            self._together = False
            _put((0, self._pid), _cores())

    def leave(self) -> None:
        """Let this process run wherever it likes; the other's number may be another's by now."""
        if self._together:
            self._together = False
            _put((0,), _cores())


def _put(pids: Iterable[int], cores: Iterable[int]) -> None:
    if sys.platform == "linux":
        for pid in pids:
            try:
                os.sched_setaffinity(pid, cores)
            except OSError:  # it has ended, or is not ours to move: slower, and as right
                continue


@functools.cache
def _cores() -> frozenset[int]:
    """The cores that this process may use: asked for before it is first put on one."""
    return frozenset(os.sched_getaffinity(0)) if sys.platform == "linux" else frozenset()


def _current_core() -> frozenset[int]:
    """The core that this process is on; all of them where the C library cannot tell."""
    try:
        return frozenset({current_core()})
    except (OSError, AttributeError):
        return _cores()
