"""How long a call into student code has taken, and whether that is too long.

Verdicts must not depend on what else the machine is doing, so the time in which a busy
machine kept the worker waiting is left out. Where the system does not tell (it is not
Linux), the wall clock decides.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

# A worker that a busy machine keeps waiting is waited for this many times its limit.
PATIENCE = 12
# Calls that are answered sooner are never looked at more closely.
SOON = 0.05


class Clock:
    """The time of one call into the process `pid`, which may take `limit` seconds.

    Seconds in which the process wanted a processor and got none do not count, nor do those in
    which this process did: meanwhile the other may wait for its answer.
    """

    def __init__(self, pid: int, limit: float) -> None:
        self._pid = pid
        self._limit = limit
        self._started = time.monotonic()
        self._waiting: Waiting | None = None

    def elapsed(self) -> float:
        """Wall-clock seconds, without those that were forgiven."""
        return time.monotonic() - self._started

    def forgive(self, seconds: float) -> None:
        """Leave these seconds out."""
        self._started += seconds

    def next_look(self) -> float:
        """Seconds to wait for an answer before asking `overdue` again."""
        elapsed = self.elapsed()
        if elapsed < SOON:
            return SOON
        return max(self._limit - elapsed, self._limit / 10, 0.01)

    def overdue(self) -> bool:
        """Whether the call must be ended."""
        elapsed = self.elapsed()
        if self._waiting is None and elapsed >= SOON:
            self._waiting = Waiting(self._pid)
        if elapsed < self._limit:
            return False
        lost = self._waiting.seconds() if self._waiting is not None else 0.0
        return elapsed - lost >= self._limit or elapsed >= PATIENCE * self._limit


class Waiting:
    """How long the process `pid`, or this one, is kept waiting by a busy machine from now on.

    Threads of its own keep a process waiting too: what all of them work is no waiting.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._started = time.monotonic()
        self._before = self._in_all()
        self._worked = seconds_worked(pid)

    def seconds(self) -> float:
        """The seconds so far."""
        worked = seconds_worked(self._pid) - self._worked
        idle = time.monotonic() - self._started - worked
        return max(0.0, min(self._in_all() - self._before, idle))

    def _in_all(self) -> float:
        return seconds_kept_waiting(self._pid) + seconds_kept_waiting(os.getpid())


def seconds_kept_waiting(pid: int) -> float:
    """Seconds in which a process was ready to run and did not; 0 where that is not known."""
    try:
        fields = Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()
    except OSError:
        return 0.0
    return int(fields[1]) / 1e9


def seconds_worked(pid: int) -> float:
    """Processor seconds that a process has used in all its threads; 0 where that is not known."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except (OSError, ValueError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
