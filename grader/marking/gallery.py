"""An assignment's pictures: drawn on the reference once, then on any number of submissions.

A picture is run as a check is, in a sandboxed worker with a short budget of its own; what it
gives are panels. Its calls travel in one go, what the reference answers is kept, and a picture
that ends its worker costs the others nothing. What goes wrong, whoever's fault it is, leaves a
picture out with a sentence, and never touches a verdict or a score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from pydantic import BaseModel, ConfigDict, Field

from grader.authoring.checks import Check
from grader.authoring.pictures import Exploration
from grader.calls import Budget, Effort, Session, Whole
from grader.course import Assignment
from grader.errors import SandboxFailed
from grader.marking.exercise import ExerciseRun
from grader.marking.overlay import overlaid
from grader.marking.score import exercise_result
from grader.outcome import CallFailed
from grader.preparation import Prepared, prepare
from grader.results import CheckResult, ExerciseResult, Panel, Picture, Verdict
from grader.results.words import verdict_word

# Pictures are run together, as the checks of an exercise of this name would be.
TOGETHER = "pictures"
# A right solution draws in a tenth of a second, one made of loops in less than these.
CALL_SECONDS = 2.0
ALL_SECONDS = 4.0
# After these an exercise is not run again: a hang costs its time once.
_NOT_TRIED_AGAIN: tuple[Verdict, ...] = ("timed_out", "out_of_memory", "died", "protocol")
OUR_FAULT = "Drawing it failed: this is the grader's fault, not yours."

Panels = tuple[Panel, ...]


class Drawn(BaseModel):
    """What a submission drew, by picture, and why another picture could not be drawn."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    panels: Mapping[str, Panels] = Field(default_factory=dict)
    why: Mapping[str, str] = Field(default_factory=dict)


def budget_of_pictures(assignment: Assignment, whole: Whole) -> Budget:
    """What student code may take for all pictures of one submission."""
    limits = assignment.spec.limits
    return Budget(
        min(CALL_SECONDS, limits.call_seconds),
        min(ALL_SECONDS, limits.exercise_seconds),
        whole=whole,
    )


class Gallery:
    """The pictures of one assignment.

    `course` are the panels that the reference draws, by picture. `faults` has a sentence for
    each picture that cannot be drawn on the reference: such a one is left out for everybody.
    """

    def __init__(self, prepared: Prepared) -> None:
        self._assignment = prepared.assignment
        checks = tuple(map(_as_check, self._assignment.pictures))
        self._prepared = prepare(replace(self._assignment, checks=checks), seed=prepared.seed)
        self.course: Mapping[str, Panels] = {
            one.check.id: one.examples[0].value for one in self._prepared.checks if not one.fault
        }
        self.faults = tuple(one.fault for one in self._prepared.checks if one.fault)

    def draw(
        self,
        public: Mapping[str, Sequence[CheckResult]],
        open_session: Callable[[], Session],
        relocated: Callable[[ExerciseResult], ExerciseResult],
        over: CallFailed | None = None,
    ) -> Drawn:
        """What a submission draws whose public checks, by exercise, had these results.

        Students see it, so it is drawn before a worker gets hidden inputs. `open_session` starts
        a worker that is to load the submission; `relocated` gives messages their lines as the
        student knows them; `over` says why none is drawn any more.
        """
        verdicts = {
            # Where there is no public check, nothing is known yet.
            name: {check.verdict for check in checks} or {"passed"}
            for name, checks in public.items()
        }
        unfit = {one.id for one in self._assignment.pictures if self._unfit(one, verdicts)}
        ready = tuple(one for one in self._prepared.checks if one.check.id not in unfit)
        if not ready:
            return Drawn()
        drawing = replace(self._prepared, checks=ready)
        # With nothing remembered: its panels are wanted of every submission.
        effort, others = Effort(ALL_SECONDS), frozenset(verdicts)
        with ExerciseRun(drawing, TOGETHER, open_session, others, effort, over=over) as run:
            try:
                outcomes = run.outcomes(public=True)
            except SandboxFailed:
                outcomes = []
        told = relocated(exercise_result(TOGETHER, [one.result for one in outcomes])).checks
        return Drawn(
            panels={one.result.id: one.value for one in outcomes if one.value is not None},
            why={check.id: _reason(check) for check in told},
        )

    def pictures(self, drawn: Drawn, exercises: Sequence[ExerciseResult]) -> tuple[Picture, ...]:
        """The pictures of a submission whose exercises were marked with these results."""
        verdicts = {one.name: {check.verdict for check in one.checks} for one in exercises}
        return tuple(
            self._picture(
                one,
                drawn.panels.get(one.id, ()),
                self._unfit(one, verdicts) or drawn.why.get(one.id, ""),
            )
            for one in self._assignment.pictures
        )

    def _picture(self, one: Exploration, drawn: Panels, why: str) -> Picture:
        panels = () if why else overlaid(drawn, self.course.get(one.id, ()))
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


def _as_check(picture: Exploration) -> Check:
    """A picture as something that is run as a check is: what it gives are its panels."""
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
        function=picture,
    )


def _reason(check: CheckResult) -> str:
    """Why a picture that was run is left out; empty when it is drawn."""
    if check.verdict == "passed":
        return ""
    if check.verdict == "broken":
        return OUR_FAULT
    return check.message.rstrip(".") + "."
