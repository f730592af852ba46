"""An assignment's pictures: drawn on the reference once, then on any number of submissions.

A picture is run as a check is (`grader.running`), in a sandboxed worker with a short limit
of its own: its calls travel in one go, what the reference answers is kept, and a picture
that ends its worker costs the others nothing. What goes wrong, whoever's fault it is,
leaves a picture out with a sentence, and never touches a verdict or a score.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from grader.assignments import Assignment
from grader.checks import Check, Reference, Student
from grader.errors import SandboxFailed
from grader.exploring import Exploration
from grader.overlay import overlaid
from grader.preparing import Prepared, prepare
from grader.reports.words import verdict_word
from grader.results import CheckResult, ExerciseResult, Panel, Picture, Verdict
from grader.running import ExerciseRun
from grader.scoring import exercise_result
from grader.session import Session
from grader.specs import LimitsSpec

# Pictures are run together, as the checks of an exercise of this name would be.
TOGETHER = "pictures"
# A right solution draws in a tenth of a second, one made of loops in less than these.
CALL_SECONDS = 2.0
ALL_SECONDS = 4.0
# After these an exercise is not run again: a hang costs its time once.
_NOT_TRIED_AGAIN: tuple[Verdict, ...] = ("timed_out", "out_of_memory", "died", "protocol")
OUR_FAULT = "Drawing it failed: this is the grader's fault, not yours."


def limits_of(assignment: Assignment) -> LimitsSpec:
    """What student code may use for all pictures of one submission."""
    limits = assignment.spec.limits
    return LimitsSpec(
        call_seconds=min(CALL_SECONDS, limits.call_seconds),
        exercise_seconds=min(ALL_SECONDS, limits.exercise_seconds),
        memory_mb=limits.memory_mb,
    )


class Gallery:
    """The pictures of one assignment.

    `course` are the panels that the reference draws, by picture. `faults` has a sentence for
    each picture that cannot be drawn on the reference: such a one is left out for everybody.
    """

    def __init__(self, prepared: Prepared) -> None:
        self._assignment = prepared.assignment
        self._drawn: dict[str, tuple[Panel, ...]] = {}
        checks = tuple(map(self._as_check, self._assignment.pictures))
        self._prepared = prepare(replace(self._assignment, checks=checks), seed=prepared.seed)
        self.course = dict(self._drawn)
        self.faults = tuple(one.fault for one in self._prepared.checks if one.fault)

    def _as_check(self, picture: Exploration) -> Check:
        def draw(student: Student, ref: Reference) -> None:
            # Drawn again while it is prepared, it may be of results that are shifted a little.
            self._drawn.setdefault(picture.id, picture(student, ref))

        return Check(
            id=picture.id,
            exercise=TOGETHER,
            title=picture.title,
            points=0,
            kind="example",
            public=True,
            hint="",
            kills_nothing="",
            examples=1,
            inputs=None,
            function=draw,
        )

    def draw(
        self,
        exercises: Sequence[ExerciseResult],
        open_session: Callable[[float], Session],
        relocated: Callable[[ExerciseResult], ExerciseResult],
    ) -> tuple[Picture, ...]:
        """The pictures of a submission whose exercises were marked with these results.

        `open_session` starts a worker that is to load the submission; `relocated` gives
        messages their lines as the student knows them.
        """
        verdicts = {one.name: {check.verdict for check in one.checks} for one in exercises}
        why = {one.id: self._unfit(one, verdicts) for one in self._assignment.pictures}
        ready = tuple(one for one in self._prepared.checks if not why[one.check.id])
        self._drawn.clear()
        if ready:
            others = frozenset(verdicts)
            drawing = replace(self._prepared, checks=ready)
            run = ExerciseRun(drawing, TOGETHER, open_session, others, every_time=True)
            try:
                results = [outcome.result for outcome in run.outcomes()]
            except SandboxFailed:
                results = []
            told = relocated(exercise_result(TOGETHER, results)).checks
            why |= {check.id: _reason(check) for check in told}
        return tuple(self._picture(one, why[one.id]) for one in self._assignment.pictures)

    def _picture(self, one: Exploration, why: str) -> Picture:
        panels: tuple[Panel, ...] = ()
        if not why and one.id in self._drawn:
            panels = overlaid(self._drawn[one.id], self.course.get(one.id, ()))
        return Picture(
            id=one.id,
            title=one.title,
            uses=one.uses,
            panels=panels,
            next=one.try_next if panels else "",
            left_out="" if panels else why or OUR_FAULT,
        )

    def _unfit(self, picture: Exploration, verdicts: dict[str, set[Verdict]]) -> str:
        """Why a picture is not worth running after these verdicts; else empty."""
        for name in picture.uses:
            below = (*self._assignment.uses(name), name)
            for used in below:
                for verdict in _NOT_TRIED_AGAIN:
                    if verdict in verdicts.get(used, ()):
                        return f"When it was marked, `{used}` {verdict_word(verdict).text}."
            if verdicts.get(name, set()) <= {"not_implemented", "skipped"}:
                missing = [one for one in (name, *below) if "not_implemented" in verdicts[one]]
                return f"Fill in `{missing[0] if missing else name}` to see it."
        return ""


def _reason(check: CheckResult) -> str:
    """Why a picture that was run is left out; empty when it is drawn."""
    if check.verdict == "passed":
        return ""
    if check.verdict == "broken":
        return OUR_FAULT
    return check.message.rstrip(".") + "."
