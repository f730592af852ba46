"""One submission becomes a report: verdicts, follow-through, small failing inputs, pictures.

It must never know a class, files of reports, or a terminal.
"""

from grader.marking.gallery import Gallery
from grader.marking.marker import Marker, asked_of
from grader.marking.remembered import Remembered
from grader.marking.report import broken, info_of, unmarkable
from grader.marking.store import Store

__all__ = [
    "Gallery",
    "Marker",
    "Remembered",
    "Store",
    "asked_of",
    "broken",
    "info_of",
    "unmarkable",
]
