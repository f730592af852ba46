"""Bounds for what the checker computes on a submission's request.

A student's function may call the reference that stands in for a wrong helper, with
arguments of its own choice: a billion steps, an array of a hundred gigabytes. The checker
must come back from that like a worker does.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType

from grader.sandbox.rlimits import current_size

# More than any assignment's reference needs for one answer.
EXTRA_MEMORY = 1 << 30


class TooLong(BaseException):
    """The work took more processor time than it may; no `except Exception` may keep it."""


def memory_limit(extra: int = EXTRA_MEMORY) -> int:
    """The bytes of address space that this process has now, and so many more."""
    return (current_size() or 0) + extra


@contextlib.contextmanager
def bounded(seconds: float, most_memory: int) -> Iterator[None]:
    """Run the body for so many seconds of processor time, and bytes of memory, at most.

    `most_memory` is for the whole process (see `memory_limit`). Raises `TooLong`; what asks
    for more memory raises `MemoryError` by itself. Needs Linux and the main thread;
    elsewhere, where no reference stands in for anybody, nothing is bounded. May not be nested.
    """
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        yield
        return
    import resource

    def ring(_: int, __: FrameType | None) -> None:
        raise TooLong

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = most_memory if soft == resource.RLIM_INFINITY else min(soft, most_memory)
    before = signal.signal(signal.SIGPROF, ring)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
        signal.setitimer(signal.ITIMER_PROF, max(seconds, 0.001))
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        signal.signal(signal.SIGPROF, before)
