"""Views of a `Report`: JSON is the truth, everything else is made from it.

Pure functions from reports to text. Only `grader.reports.write` touches the disk and only
`grader.reports.terminal` and the screens know rich. Nothing here marks, runs or changes
anything. Names are loaded when they are used: a student's own check shows a few lines on a
terminal and must not wait for the templates of the pages.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from grader.reports.contract import from_json, json_schema, to_json
    from grader.reports.feedback import feedback_of
    from grader.reports.html import class_html, to_html
    from grader.reports.markdown import to_markdown
    from grader.reports.table import grades_csv

__all__ = [
    "class_html",
    "feedback_of",
    "from_json",
    "grades_csv",
    "json_schema",
    "to_html",
    "to_json",
    "to_markdown",
]

_HOMES: Final = {
    "class_html": "html",
    "feedback_of": "feedback",
    "from_json": "contract",
    "grades_csv": "table",
    "json_schema": "contract",
    "to_html": "html",
    "to_json": "contract",
    "to_markdown": "markdown",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
