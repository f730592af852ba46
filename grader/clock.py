"""How long a call into student code has taken, and whether that is too long.

Verdicts must not depend on what else the machine is doing, so what counts is the time that
the worker has had on a processor; the wall clock is the limit for one that sleeps.
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

    It is overdue when it has used up its time on a processor, or when its time is up and it
    is not even running.
    """

    def __init__(self, pid: int, limit: float) -> None:
        self._pid = pid
        self._limit = limit
        self._started = time.monotonic()
        self._before: float | None = None

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
        if self._before is None and elapsed >= SOON:
            found = processor_seconds(self._pid)
            self._before = found[0] if found is not None else -1.0
        if elapsed < self._limit:
            return False
        now = processor_seconds(self._pid)
        if now is None or self._before is None or self._before < 0:
            return True
        used, running = now
        return (
            used - self._before + SOON >= self._limit
            or not running
            or elapsed >= PATIENCE * self._limit
        )


def processor_seconds(pid: int) -> tuple[float, bool] | None:
    """Seconds that a process has had on a processor, and whether it wants more; Linux only."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="latin-1")
    except OSError:
        return None
    # The name in brackets may hold anything; the fields after it are numbered from 3.
    fields = text.rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK"), fields[0] == "R"
