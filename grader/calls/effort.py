"""What the checker itself may spend on one exercise: on checks, explanations and searches.

What a submission returned can make any of them slow or large. So that is the submission's doing,
and bounded like the submission's own work; when it is used up, that is a verdict as ever.
"""

from __future__ import annotations

import time

from grader.errors import SandboxFailed
from grader.outcome import OutOfMemory, TimedOut
from grader.sandbox.bounds import Bounds, TooLong, has_room, memory_limit


class Effort:
    """Processor seconds, all pieces together, and memory, each for itself, of the checker's work.

    Entered, it bounds its body, which may enter it again. Raises `TimedOut` or `OutOfMemory` for
    what does not end within them, and `SandboxFailed` where the machine has no more memory.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._spent = 0.0
        self._most_memory: int | None = None
        self._depth = 0
        self._started = 0.0
        self._bounds: Bounds | None = None

    @property
    def over(self) -> TimedOut | None:
        """What becomes of all further work, once the time is used up."""
        if self._spent < self._seconds:
            return None
        return TimedOut(f"Checking what your code returned takes more than {self._seconds:g} s")

    def __enter__(self) -> None:
        if self._depth:
            self._depth += 1
            return
        if self.over is not None:
            raise self.over
        if self._most_memory is None:  # asking costs as much as a small check
            self._most_memory = memory_limit()
        self._started = time.process_time()
        self._bounds = Bounds(self._seconds - self._spent, self._most_memory)
        self._depth = 1
        self._bounds.__enter__()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._depth > 1:
            self._depth -= 1
            return
        assert self._bounds is not None
        self._bounds.__exit__()
        self._depth = 0
        self._spent += time.process_time() - self._started
        if kind is not None and issubclass(kind, TooLong):
            self._spent = max(self._spent, self._seconds)
            late = self.over
            assert late is not None
            raise late from None
        if kind is not None and issubclass(kind, MemoryError):
            raise out_of_memory() from None


def out_of_memory() -> OutOfMemory:
    """The failure for a `MemoryError` in work on what a submission returned.

    Whatever is worked out has been worked out of the reference's answers as well, and fitted.
    Raises `SandboxFailed` where the machine gives nobody any more: that is nobody's mistake.
    """
    if not has_room():
        raise SandboxFailed("The machine has no memory left: mark again when it has.")
    return OutOfMemory("Checking what your code returned takes more memory than it may")
