"""Has files read in a process that may be lost: what a file makes Python do is its own affair.

A single step of Python's parser or compiler cannot be broken off, and some short files make one
take hours or all memory. So no file of a class is parsed in this process.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import sys

from grader.errors import SandboxFailed
from grader.sandbox import Disposable, Spent
from grader.submissions.model import MEGABYTE, SOURCE_LIMIT, Asked, Reading, Unreadable
from grader.submissions.reading import answer, reading_from, request_of

# Processor seconds and memory for a file of any size, and more as it is longer: an ordinary one
# takes a hundredth of the seconds, and a megabyte of numbers an eighth.
SECONDS, SECONDS_PER_MEGABYTE = 2, 8
MEMORY, MEMORY_PER_BYTE = 128 * MEGABYTE, 512
# A notebook holds more than code, which is read as JSON and left out.
SECONDS_PER_BOOK_MEGABYTE, MEMORY_PER_BOOK_BYTE = 0.2, 16
# The code of a megabyte and its text take a quarter of this.
MOST_ANSWER = 32 * MEGABYTE


def read_module(source: str, asked: Asked) -> Reading:
    """A module's text, read. Raises Unreadable where that takes too much, and SandboxFailed."""
    return _read(source.encode("utf-8", "surrogatepass"), asked, notebook=False, source=source)


def read_notebook(data: bytes, asked: Asked) -> Reading:
    """A notebook's bytes, read. Raises Unreadable where it is none or takes too much, and
    SandboxFailed."""
    return _read(data, asked, notebook=True, source="")


def start_reading() -> None:
    """Start what reads, so that it gets ready meanwhile."""
    if sys.platform == "linux":
        with contextlib.suppress(SandboxFailed):  # told to whoever has something read
            _here().start()


def _read(data: bytes, asked: Asked, *, notebook: bool, source: str) -> Reading:
    request = request_of(data, asked, notebook=notebook)
    code = min(len(data), SOURCE_LIMIT)
    seconds = SECONDS + SECONDS_PER_MEGABYTE * code / MEGABYTE
    memory = MEMORY + MEMORY_PER_BYTE * code
    if notebook:
        seconds += SECONDS_PER_BOOK_MEGABYTE * len(data) / MEGABYTE
        memory += MEMORY_PER_BOOK_BYTE * len(data)
    try:
        if sys.platform != "linux":  # where one marks one's own work
            return reading_from(answer(request), asked, source)
        return reading_from(_here().ask(request, int(seconds), memory), asked, source)
    except (Spent, MemoryError):
        raise Unreadable(
            f"the file takes too long or too much memory to read (more than {int(seconds)} s of "
            f"a processor or {memory // MEGABYTE} MB): take out what is nested very deeply or "
            "repeated very often, and hand it in again"
        ) from None
    except RuntimeError as fault:
        raise SandboxFailed(f"The grader failed while it read the file: {fault}.") from fault


# By process: one that was forked must not ask in the name of the one that it was forked from.
_readers: dict[int, Disposable] = {}


def _here() -> Disposable:
    """The one that this process asks; it ends with it."""
    if os.getpid() not in _readers:
        made = _readers[os.getpid()] = Disposable("grader.submissions.reading", MOST_ANSWER)
        atexit.register(made.close)
    return _readers[os.getpid()]
