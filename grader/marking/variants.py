"""Asks for edits of a student's function, which are made in a process that may be lost."""

from __future__ import annotations

import atexit
import os
import sys

from grader.diagnosis import Variant, Wanted, made_here, request_of, variants_from
from grader.sandbox import Disposable, Spent

# An ordinary function takes a tenth of the seconds.
SECONDS, MEMORY = 2, 256 << 20
MOST_ANSWER = 32 << 20


def variants(wanted: Wanted) -> list[Variant] | None:
    """The edits, or None where making them takes too long; raises `SandboxFailed`."""
    request = request_of(wanted)
    if sys.platform != "linux":  # where one checks one's own work
        return variants_from(made_here(request))
    try:
        return variants_from(_here().ask(request, SECONDS, MEMORY))
    except (Spent, MemoryError):
        return None


# By process: one that was forked must not ask in the name of the one that it was forked from.
_makers: dict[int, Disposable] = {}


def _here() -> Disposable:
    """The one that this process asks; it ends with it."""
    if os.getpid() not in _makers:
        made = _makers[os.getpid()] = Disposable("grader.diagnosis.edits.apart", MOST_ANSWER)
        atexit.register(made.close)
    return _makers[os.getpid()]
