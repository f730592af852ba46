"""Views of a `Report`: JSON is the truth, everything else is made from it.

Pure functions from reports to text. Only `grader.reports.write` touches the disk and only
`grader.reports.terminal` knows rich. Nothing here marks, runs or changes anything.
"""

from __future__ import annotations

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
