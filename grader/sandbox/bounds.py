"""Bounds for what the checker computes on a submission's request.

A student's function may call the reference that stands in for a wrong helper, with
arguments of its own choice: a billion steps, an array of a hundred gigabytes. The checker
must come back from that like a worker does. And whatever a check, an explanation or a search
makes of what a submission returned is the submission's doing too.
"""

from __future__ import annotations

import functools
import mmap
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


def has_room(size: int = EXTRA_MEMORY) -> bool:
    """Whether this machine gives so many bytes more to whoever is not bounded.

    Where it does, what ran out of memory within its bounds has itself to blame.
    """
    if sys.platform != "linux":
        return True
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (before[1], before[1]))
    try:
        mmap.mmap(-1, size).close()
    except (OSError, MemoryError):
        return False
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    return True


class Bounds:
    """Runs its body for so many seconds of processor time, and bytes of memory, at most.

    `most_memory` is for the whole process (see `memory_limit`). Raises `TooLong`; what asks
    for more memory raises `MemoryError` by itself. Needs Linux and the main thread;
    elsewhere, where no reference stands in for anybody, nothing is bounded. May be nested only
    in what is `Unbroken`; the outer one's time then stands still.

    It is entered thousands of times a second, so SIGPROF gets its handler once, and keeps it.
    """

    __slots__ = ("_before", "_left", "_most_memory", "_seconds")

    def __init__(self, seconds: float, most_memory: int) -> None:
        self._seconds = max(seconds, 0.001)
        self._most_memory = most_memory
        self._before: tuple[int, int] | None = None
        self._left = 0.0

    def __enter__(self) -> None:
        if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
            return
        import resource

        _listen()
        soft, hard = self._before = resource.getrlimit(resource.RLIMIT_AS)
        unlimited = soft == resource.RLIM_INFINITY
        limit = self._most_memory if unlimited else min(soft, self._most_memory)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
        self._left = signal.setitimer(signal.ITIMER_PROF, self._seconds, AGAIN)[0]
        _late.clear()
        _armed[:] = [True]

    def __exit__(self, *_: object) -> None:
        if self._before is None:
            return
        import resource

        try:
            _armed.clear()
        finally:  # it may have rung just before
            _armed.clear()
            signal.setitimer(signal.ITIMER_PROF, self._left, AGAIN if self._left else 0)
            resource.setrlimit(resource.RLIMIT_AS, self._before)


class Unbroken:
    """Within bounds, runs its body to the end: `TooLong` is raised after it.

    For what would be left half done: a conversation with a worker, or its end.
    """

    __slots__ = ("_armed",)

    def __enter__(self) -> None:
        self._armed = bool(_armed)
        _armed.clear()

    def __exit__(self, *_: object) -> None:
        if self._armed:
            _armed[:] = [True]
            if _late:
                _late.clear()
                raise TooLong


# Not empty while a body runs: a timer that goes off too late must hurt nobody.
_armed: list[bool] = []
# Not empty when it went off in what is unbroken.
_late: list[bool] = []


def _ring(_: int, __: FrameType | None) -> None:
    if _armed:
        raise TooLong
    _late[:] = [True]


@functools.cache
def _listen() -> None:
    signal.signal(signal.SIGPROF, _ring)
