"""From verdicts to scores: all or nothing per check, sums for the rest."""

from __future__ import annotations

from collections.abc import Sequence

from grader.authoring.checks import Check
from grader.results import CheckResult, ExerciseResult, NamedMisconception, Verdict

BROKEN_MESSAGE = "The check itself failed: this is the grader's fault, not yours."


def blank(check: Check, verdict: Verdict, message: str = "", earned: int = 0) -> CheckResult:
    """A result of `check` without evidence."""
    return CheckResult(
        id=check.id,
        title=check.title,
        kind=check.kind,
        public=check.public,
        points=check.points,
        earned=earned,
        verdict=verdict,
        message=message,
        hint="" if verdict in ("passed", "broken", "not_implemented") else check.hint,
    )


def exercise_result(
    name: str,
    checks: Sequence[CheckResult],
    *,
    replaced: Sequence[str] = (),
    misconceptions: Sequence[NamedMisconception] = (),
) -> ExerciseResult:
    """An exercise's result: its score is the sum of its checks' points."""
    return ExerciseResult(
        name=name,
        score=sum(check.earned for check in checks),
        max_score=sum(check.points for check in checks),
        follow_through=bool(replaced),
        replaced=tuple(replaced),
        misconception=misconceptions[0].id if misconceptions else None,
        misconception_hint=misconceptions[0].hint if misconceptions else "",
        besides=tuple(misconceptions[1:]),
        checks=tuple(checks),
    )


def better(own: Sequence[CheckResult], again: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    """The better of two results for each check: as handed in, and with follow-through.

    What still fails with the reference in place says more about this exercise itself, unless it
    only stopped there: a cache of the student's own form is not the one that a reference makes.
    """
    return tuple(
        first
        if first.verdict in ("passed", "broken")
        or (first.verdict == "failed" and second.verdict == "errored")
        else second
        for first, second in zip(own, again, strict=True)
    )


def is_right(checks: Sequence[CheckResult]) -> bool:
    """Whether nothing is wrong with an exercise itself."""
    return all(check.verdict in ("passed", "broken") for check in checks)
