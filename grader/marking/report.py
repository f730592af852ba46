"""Reports from results: of a submission that was marked, could not be read, or broke the grader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import grader
from grader.marking.score import blank, exercise_result
from grader.preparation import Prepared
from grader.results import ExerciseResult, Report, SubmissionInfo
from grader.submissions import Submission
from grader.versions import versions


def info_of(submission: Submission) -> SubmissionInfo:
    """What a report says of what was handed in."""
    return SubmissionInfo(
        files=submission.files,
        sha256=submission.sha256,
        received=submission.received,
        layout=submission.layout,
        name=submission.name,
        ids=dict(submission.ids),
        group=submission.group,
        late=submission.late,
    )


def report_of(
    prepared: Prepared, submission: Submission, exercises: Sequence[ExerciseResult]
) -> Report:
    """A graded report; callers change what is otherwise."""
    spec = prepared.assignment.spec
    return Report(
        grader=grader.__version__,
        student=submission.student,
        assignment=submission.assignment,
        title=spec.title,
        status="graded",
        score=sum(exercise.score for exercise in exercises),
        max_score=prepared.assignment.max_score,
        isolation=None,
        seed=prepared.seed,
        feedback=spec.feedback,
        assignment_sha256=prepared.assignment.sha256,
        submission=info_of(submission),
        versions=versions(),
        notes=submission.notes,
        exercises=tuple(exercises),
    )


def unreadable(
    prepared: Prepared,
    submission: Submission,
    problem: str,
    *,
    line: int | None = None,
    status: Literal["unreadable", "stopped", "missing"] = "unreadable",
) -> Report:
    """The report when nothing could be tried: every check says why, or there is none to speak of
    where nothing was handed in.
    """
    exercises = [
        exercise_result(
            exercise.name,
            [
                blank(check, "errored", problem).model_copy(update={"line": line, "hint": ""})
                for check in prepared.assignment.checks_of(exercise.name)
            ],
        )
        for exercise in prepared.assignment.spec.exercises
        if status != "missing"
    ]
    report = report_of(prepared, submission, exercises)
    return report.model_copy(update={"status": status, "problem": problem})


def broken(prepared: Prepared, submission: Submission, problem: str) -> Report:
    """The report when something of ours failed: the score is withheld."""
    report = report_of(prepared, submission, ())
    return report.model_copy(update={"status": "broken", "problem": problem, "score": None})


def unmarkable(submission: Submission, problem: str) -> Report:
    """The report when the assignment itself cannot be used: nothing is known of its points."""
    return Report(
        grader=grader.__version__,
        student=submission.student,
        assignment=submission.assignment,
        title=submission.assignment,
        status="broken",
        problem=problem,
        score=None,
        max_score=0,
        isolation=None,
        seed=0,
        submission=info_of(submission),
        versions=versions(),
        notes=submission.notes,
    )
