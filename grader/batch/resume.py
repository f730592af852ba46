"""Which earlier report still holds, so that a run goes on where another stopped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import grader
from grader.marking import info_of
from grader.reports import read_report
from grader.results import Report, Rung
from grader.submissions import Submission
from grader.versions import grader_sha256, versions


@dataclass(frozen=True)
class Wanted:
    """What a report must have been made with; no `rung`: with any."""

    sha256: str
    seed: int = 0
    rung: Rung | None = None
    pictures: bool = False


def earlier_report(out: Path, submission: Submission, wanted: Wanted) -> Report | None:
    """An earlier report of this very submission, assignment and grader, if there is one.

    Where nothing could be read, it is one that says the same of it.
    """
    found = read_report(out, submission.student, submission.assignment)
    if found is None or found.status == "broken" or not (submission.sha256 or submission.problem):
        return None
    same = (
        found.submission == info_of(submission)
        and (found.status == "missing") == submission.missing
        and submission.problem in ("", found.problem)
        and found.notes[: len(submission.notes)] == submission.notes
        and found.assignment_sha256 == wanted.sha256
        and found.grader_sha256 == grader_sha256()
        and found.grader == grader.__version__
        and found.versions == versions()
        and found.seed == wanted.seed
        and (wanted.rung is None or found.isolation in (None, wanted.rung))
        # A graded report has an entry for each picture, drawn or left out.
        and (found.status != "graded" or bool(found.pictures) == wanted.pictures)
    )
    return found if same else None
