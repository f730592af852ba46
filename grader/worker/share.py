"""What a statement of a submission may take while the module is loaded."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from typing import Any

# The first counts processor time, the second the clock: a statement may wait without computing.
_TIMERS = [
    (getattr(signal, "ITIMER_PROF", None), getattr(signal, "SIGPROF", None), 1),
    (getattr(signal, "ITIMER_REAL", None), getattr(signal, "SIGALRM", None), 4),
]
# Whoever catches what is raised is told again.
AGAIN = 0.05


class TookTooLong(BaseException):
    """A statement has had its share."""


def _ring(*_: Any) -> None:
    raise TookTooLong


@contextlib.contextmanager
def share(seconds: float) -> Iterator[None]:
    """Raise `TookTooLong` in what runs here after so many seconds of a processor, or four times as
    many by the clock.

    What catches it and goes on forever, and a single long step, is for those who wait. Where the
    system has no such timers there is no share.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    kept = [(which, signal.signal(which, _ring)) for _, which, _ in _TIMERS]  # type: ignore[arg-type]
    try:
        for timer, _, times in _TIMERS:
            signal.setitimer(timer, seconds * times, AGAIN)  # type: ignore[arg-type]
        yield
    finally:
        for timer, _, _ in _TIMERS:
            signal.setitimer(timer, 0)  # type: ignore[arg-type]
        for which, handler in kept:
            signal.signal(which, handler)  # type: ignore[arg-type]
