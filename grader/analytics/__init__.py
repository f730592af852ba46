"""Figures of a class: how scores lie, what was missed, which mistakes were seen.

It computes from reports, and must never mark or print.
"""

from grader.analytics.questions import Picked, QuestionSummary
from grader.analytics.summary import BINS, AssignmentSummary, Missed, Seen, Spread, summary_of

__all__ = [
    "BINS",
    "AssignmentSummary",
    "Missed",
    "Picked",
    "QuestionSummary",
    "Seen",
    "Spread",
    "summary_of",
]
