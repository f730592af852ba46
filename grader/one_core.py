"""One core for two processes that wait for each other by turns.

A submission that asks the checker for each of thousands of helper calls runs only while the
checker waits, and the other way round. On two cores each turn wakes a core that sleeps, which
takes longer than most answers do.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterable

# Turns after which the two are put on one core; and after which they are let go for a moment,
# as others may be busy there by now, and the system moves them then.
SOON = 8
LONG = 256


class OneCore:
    """Puts this process and the process `pid` on one core while they take turns.

    That changes how long things take, and nothing else. Where the system does not let us, it
    is not done.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._turns = 0
        self._together = False

    def turn(self) -> None:
        """Count a turn: one of the two waited for the other, and had nothing else to do."""
        self._turns += 1
        if self._turns == SOON and len(_cores()) > 1:
            self._together = True
            _put((0, self._pid), {_current_core()})
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


def _current_core() -> int:
    from grader.sandbox import libc  # not there on every system

    return libc.current_core()
