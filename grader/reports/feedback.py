"""The student's projection of a report, at the level that the assignment sets.

Built from lists of what may be shown, never by taking away: a field that is added to the
models stays hidden until it is named here. What a student's code printed and the reasons
for holding a submission never pass, and the student's own exception text passes only on
public checks, since on hidden ones it could carry the inputs out.
"""

from __future__ import annotations

from grader.reports.question import told_of
from grader.results import CheckResult, ExerciseResult, FeedbackLevel, Repair, Report


def feedback_of(report: Report) -> Report:
    """What the student may read of `report`; projecting twice changes nothing."""
    return Report(
        grader=report.grader,
        student=report.student,
        assignment=report.assignment,
        title=report.title,
        quiz=report.quiz,
        status=report.status,
        # What of ours broke is for the instructor: it may name hidden checks and files.
        problem="" if report.status == "broken" else report.problem,
        score=report.score,
        max_score=report.max_score,
        isolation=report.isolation,
        seed=report.seed,
        # How long it took is up to the submission, and no smaller secret than what came out.
        seconds=report.seconds if report.feedback == "full" else 0.0,
        feedback=report.feedback,
        assignment_sha256=report.assignment_sha256,
        grader_sha256=report.grader_sha256,
        submission=report.submission,
        versions=report.versions,
        notes=report.notes,
        exercises=tuple(_exercise(one, report.feedback) for one in report.exercises),
        # Drawn from public inputs, but they tell right from wrong as a hint does.
        pictures=report.pictures if report.feedback in ("full", "hint") else (),
    )


def _exercise(exercise: ExerciseResult, level: FeedbackLevel) -> ExerciseResult:
    # The misconception is found on the inputs of whichever checks failed, hidden ones too.
    named = level in ("full", "hint") or all(check.public for check in exercise.checks)
    checks = tuple(
        check if check.public else _hidden(check, level)
        for check in exercise.checks
        if check.public or level != "silent"
    )
    return ExerciseResult(
        name=exercise.name,
        score=exercise.score,
        max_score=exercise.max_score,
        follow_through=exercise.follow_through,
        replaced=exercise.replaced,
        misconception=exercise.misconception if named else None,
        misconception_hint=exercise.misconception_hint if named else "",
        besides=exercise.besides if named else (),
        repairs=_repairs(exercise, level),
        question=told_of(
            exercise.question,
            answers=level == "full" or all(check.public for check in exercise.checks),
            given=level != "silent",
        ),
        checks=checks,
    )


def _repairs(exercise: ExerciseResult, level: FeedbackLevel) -> tuple[Repair, ...]:
    """Where a mistake is and of which kind, and never what mends it.

    Which line it is may follow from hidden inputs, as evidence does: a hint is of the kind alone.
    """
    if all(check.public for check in exercise.checks):
        level = "full"
    if level not in ("full", "hint"):
        return ()
    line = level == "full"
    return tuple(
        Repair(
            line=one.line if line else None,
            source=one.source if line else None,
            kind=one.kind,
            says=one.says,
            mends=one.mends,
        )
        for one in exercise.repairs
        if line or one.mends == "all"  # that a value is wrong says nothing without the place
    )


def _hidden(check: CheckResult, level: FeedbackLevel) -> CheckResult:
    bare = CheckResult(
        id=check.id,
        title=check.title,
        kind=check.kind,
        public=False,
        points=check.points,
        earned=check.earned,
        verdict=check.verdict,
    )
    if check.kind == "question" and level != "silent":
        # Of the student's own words, and of what the points tell.
        bare = bare.model_copy(update={"message": check.message})
    if level == "full":
        # A broken check's message is about our code.
        message = "" if check.verdict == "broken" else check.message
        return bare.model_copy(
            update={
                "message": message,
                "hint": check.hint,
                "counterexample": check.counterexample,
                "cause": check.cause,
                "line": check.line,
                "source": check.source,
                "warnings": check.warnings,
                "seconds": check.seconds,
            }
        )
    if level == "hint":
        raised = check.source[:1] if check.line is not None else ()
        return bare.model_copy(update={"hint": check.hint, "line": check.line, "source": raised})
    return bare
