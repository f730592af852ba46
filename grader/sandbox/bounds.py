"""Bounds for what the checker computes on a submission's request.

A student's function may call the reference that stands in for a wrong helper, with
arguments of its own choice: a billion steps, an array of a hundred gigabytes. The checker
must come back from that like a worker does.
"""

from __future__ import annotations

import functools
import signal
import sys
import threading
from types import FrameType

from grader.sandbox.inside.rlimits import current_size

# More than any assignment's reference needs for one answer.
EXTRA_MEMORY = 256 << 20
# Seconds after which it rings again, should something have swallowed the first time.
AGAIN = 0.5


class TooLong(BaseException):
    """The work took more processor time than it may; no `except Exception` may keep it."""


def memory_limit(extra: int = EXTRA_MEMORY) -> int:
    """The bytes of address space that this process has now, and so many more."""
    return (current_size() or 0) + extra


class Bounds:
    """Runs its body for so many seconds of processor time, and bytes of memory, at most.

    `most_memory` is for the whole process (see `memory_limit`). Raises `TooLong`; what asks
    for more memory raises `MemoryError` by itself. Needs Linux and the main thread;
    elsewhere, where no reference stands in for anybody, nothing is bounded. May not be nested.

    It is entered thousands of times a second, so SIGPROF gets its handler once, and keeps it.
    """

    __slots__ = ("_before", "_most_memory", "_seconds")

    def __init__(self, seconds: float, most_memory: int) -> None:
        self._seconds = max(seconds, 0.001)
        self._most_memory = most_memory
        self._before: tuple[int, int] | None = None

    def __enter__(self) -> None:
        if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
            return
        import resource

        _listen()
        soft, hard = self._before = resource.getrlimit(resource.RLIMIT_AS)
        unlimited = soft == resource.RLIM_INFINITY
        limit = self._most_memory if unlimited else min(soft, self._most_memory)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
        _armed[:] = [True]
        signal.setitimer(signal.ITIMER_PROF, self._seconds, AGAIN)

    def __exit__(self, *_: object) -> None:
        if self._before is None:
            return
        import resource

        try:
            _armed.clear()
        finally:  # it may have rung just before
            _armed.clear()
            signal.setitimer(signal.ITIMER_PROF, 0)
            resource.setrlimit(resource.RLIMIT_AS, self._before)


# Not empty while a body runs: a timer that goes off too late must hurt nobody.
_armed: list[bool] = []


def _ring(_: int, __: FrameType | None) -> None:
    if _armed:
        raise TooLong


@functools.cache
def _listen() -> None:
    signal.signal(signal.SIGPROF, _ring)
