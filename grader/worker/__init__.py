"""What lies in the student's process: the wire, and what answers calls about one submission.

It knows the submission and NumPy. It must never know a check, a reference or a score, nor
import any other room: whatever lies here, student code can read.
"""

from grader.worker.host import (
    CHANGED,
    MISSING,
    MOST_BASES,
    MOST_CALLERS,
    NOT_ALLOWED,
    REFUSED,
    Host,
)
from grader.worker.module import EXIT, INPUT, MEMORY, MOST_WARNINGS, PRELOAD, TIME
from grader.worker.observe import MOST_STEPS
from grader.worker.server import serve
from grader.worker.where import ASK, lines_told

__all__ = [
    "ASK",
    "CHANGED",
    "EXIT",
    "INPUT",
    "MEMORY",
    "MISSING",
    "MOST_BASES",
    "MOST_CALLERS",
    "MOST_STEPS",
    "MOST_WARNINGS",
    "NOT_ALLOWED",
    "PRELOAD",
    "REFUSED",
    "TIME",
    "Host",
    "lines_told",
    "serve",
]
