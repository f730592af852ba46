"""The grades as CSV: a row per student and assignment.

A cell never becomes a formula when a spreadsheet opens the file: one that might gets a ' before it,
and so does one that begins with it, so that two names never become one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from grader.apart import called
from grader.gradebook.book import in_order
from grader.results import Report

HEADER = ("student", "assignment", "score", "max_score", "status", "reason")
# Of what is wrong with a submission so much is told.
MOST_REASON = 300
# The wide forms are read as formulas by East Asian versions of spreadsheets.
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def grades_csv(reports: Sequence[Report]) -> str:
    """`student,assignment,score,max_score,status,reason` by student; a withheld score is empty."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(HEADER)
    for report in in_order(reports):
        score = "" if report.status == "broken" or report.score is None else report.score
        rows.writerow(
            (
                _cell(called(report.student)),
                _cell(report.assignment),
                score,
                report.max_score,
                report.status,
                _cell(_reason(report.problem)),
            )
        )
    return text.getvalue().encode("utf-8", "backslashreplace").decode("utf-8")


def _reason(problem: str) -> str:
    """What is wrong, on one line; where it is too long, to the end of a word."""
    text = " ".join(problem.split())
    if len(text) <= MOST_REASON:
        return text
    words, space, _ = text[: MOST_REASON - 1].rpartition(" ")
    return f"{words} …" if space else f"{text[: MOST_REASON - 1]}…"


def _cell(text: str) -> str:
    # The writer would not quote a lone carriage return, and readers end the row there.
    text = text.replace("\r", " ")
    # Spreadsheets skip what is blank before they look for a formula.
    starts = text.lstrip().startswith(_FORMULA_STARTS) or text.startswith(("\t", "\n", "'"))
    return f"'{text}" if starts else text
