"""Asks for edits of a student's function, which are made in a process that may be lost."""

from __future__ import annotations

import atexit
import os
import sys

from grader.diagnosis import (
    StepsWanted,
    SwitchesWanted,
    TargetSteps,
    TargetSwitches,
    Variant,
    Wanted,
    made_here,
    request_of,
    steps_from,
    switches_from,
    variants_from,
)
from grader.sandbox import Disposable, Spent

# An ordinary function takes a tenth of the seconds.
SECONDS, MEMORY = 2, 256 << 20
MOST_ANSWER = 32 << 20


def variants(wanted: Wanted) -> list[Variant] | None:
    """The edits, or None where making them takes too long; raises `SandboxFailed`."""
    answered = _answered(request_of(wanted))
    return None if answered is None else variants_from(answered)


def steps(wanted: StepsWanted) -> list[TargetSteps] | None:
    """The steps of a function, or None where making them takes too long; raises `SandboxFailed`."""
    answered = _answered(request_of(wanted))
    return None if answered is None else steps_from(answered)


def switches(wanted: SwitchesWanted) -> list[TargetSwitches] | None:
    """The edits behind switches, or None where that takes too long; raises `SandboxFailed`."""
    answered = _answered(request_of(wanted))
    return None if answered is None else switches_from(answered)


def _answered(request: bytes) -> bytes | None:
    if sys.platform != "linux":  # where one checks one's own work
        return made_here(request)
    try:
        return _here().ask(request, SECONDS, MEMORY)
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
