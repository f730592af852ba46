"""Views of a `Report`: JSON is the truth, everything else is made from it.

Pure functions from reports to text. Only `grader.reports.write` touches the disk and only
`grader.reports.terminal` knows rich. Nothing here may mark, run or change anything. Names are
loaded when they are used: a student's own check shows a few lines on a terminal and must not
wait for the templates of the pages.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from grader.reports.evidence import GRADIENT_HEAD, Part, check_view
    from grader.reports.feedback import feedback_of
    from grader.reports.html import class_html, to_html
    from grader.reports.markdown import to_markdown
    from grader.reports.terminal import print_summary
    from grader.reports.text import visible
    from grader.reports.write import read_report, sweep, write_class, write_note, write_report

__all__ = [
    "GRADIENT_HEAD",
    "Part",
    "check_view",
    "class_html",
    "feedback_of",
    "print_summary",
    "read_report",
    "sweep",
    "to_html",
    "to_markdown",
    "visible",
    "write_class",
    "write_note",
    "write_report",
]

_HOMES: Final = {
    "GRADIENT_HEAD": "evidence",
    "Part": "evidence",
    "check_view": "evidence",
    "class_html": "html",
    "feedback_of": "feedback",
    "print_summary": "terminal",
    "read_report": "write",
    "sweep": "write",
    "to_html": "html",
    "to_markdown": "markdown",
    "visible": "text",
    "write_class": "write",
    "write_note": "write",
    "write_report": "write",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
