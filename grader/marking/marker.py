"""Marks one submission of one assignment: from its source to its report.

Each exercise is marked in a worker of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.calls import Budget, Effort, Session, StandIns, Whole, load_request
from grader.course import Assignment
from grader.diagnosis import KnownMistakes
from grader.errors import SandboxFailed
from grader.marking.exercise import ExerciseRun
from grader.marking.follow_through import FollowThrough, Marked
from grader.marking.gallery import Gallery, budget_of_pictures
from grader.marking.lines import located, relocated
from grader.marking.remembered import Remembered
from grader.marking.report import broken, report_of, unreadable
from grader.marking.score import blank, exercise_result
from grader.preparation import Prepared
from grader.results import CheckResult, ExerciseResult, Picture, Report
from grader.sandbox import Sandbox
from grader.submissions import Asked, Reading, Submission, Unreadable, defined_in, read_module

MOST_OUTPUT = 4000
# Something on this machine may kill our processes: that costs time, and nobody's marks.
MOST_ATTEMPTS = 3


@dataclass(frozen=True)
class _Work:
    """A submission being marked, what is known of its source, and the time that it may take."""

    submission: Submission
    reading: Reading
    whole: Whole


def asked_of(assignment: Assignment) -> Asked:
    """What a reading must know of an assignment."""
    spec = assignment.spec
    return Asked(
        filename=f"{spec.module}.py",
        imports=spec.imports,
        given=tuple(assignment.given),
        defined=defined_in(assignment.given),
        forbidden={one.name: one.forbidden for one in spec.exercises},
    )


class Marker:
    """Marks submissions of one assignment, one after the other, in one sandbox.

    With a `gallery`, what the submission's functions draw is in the report too. `remembered` is
    what submissions of this prepared assignment have shown so far, and is added to.
    """

    def __init__(
        self,
        prepared: Prepared,
        sandbox: Sandbox,
        gallery: Gallery | None = None,
        remembered: Remembered | None = None,
    ) -> None:
        self._prepared = prepared
        self._gallery = gallery
        self._sandbox = sandbox
        self._remembered = remembered or Remembered()
        self._mistakes = KnownMistakes(prepared, self._remembered.mistakes)
        self._classes = prepared.assignment.class_names()

    def mark(self, submission: Submission) -> Report:
        """The report on a submission; a fault of ours becomes a `broken` report."""
        started = time.perf_counter()
        if submission.problem:
            return unreadable(self._prepared, submission, submission.problem)
        if submission.fault:
            return broken(self._prepared, submission, submission.fault)
        try:
            reading = self._read(submission)
        except Unreadable as error:
            return unreadable(self._prepared, submission, str(error))
        except SandboxFailed as fault:
            return broken(self._prepared, submission, str(fault))
        if reading.problem:
            where = submission.files[0] if submission.files else "The file"
            problem = f"{where} is not valid Python: {located(reading, submission)}."
            return unreadable(self._prepared, submission, problem, line=reading.line)
        limits = self._prepared.assignment.spec.limits
        for attempt in range(MOST_ATTEMPTS):
            try:
                whole = Whole(limits.whole_seconds)
                report = self._marked(_Work(submission, reading, whole))
            except SandboxFailed as fault:
                report = broken(self._prepared, submission, str(fault))
                if attempt + 1 < MOST_ATTEMPTS and not self._sandbox.closed:
                    continue
            break
        seconds = round(time.perf_counter() - started, 6)
        return report.model_copy(update={"seconds": seconds})

    def _read(self, submission: Submission) -> Reading:
        """What the submission says of itself, if it was not read when it was found."""
        asked = asked_of(self._prepared.assignment)
        known = submission.reading
        return known if known and known.asked == asked else read_module(submission.source, asked)

    def _marked(self, work: _Work) -> Report:
        submission, reading = work.submission, work.reading
        spec = self._prepared.assignment.spec
        # One for all runs of an exercise: it is marked again with a reference in its place.
        efforts = {one.name: Effort(spec.limits.exercise_seconds) for one in spec.exercises}
        follow = FollowThrough(
            self._prepared, lambda name, replaced: self._run(work, name, replaced, efforts[name])
        )
        exercises: list[ExerciseResult] = []
        faults: list[str] = []
        output = ""
        for exercise in spec.exercises:
            name = exercise.name
            stub = name in reading.stubs
            marked = follow.noted(name, self._unfilled(name)) if stub else follow.mark(name)
            exercises.append(relocated(self._named(name, marked, efforts[name]), submission))
            faults += marked.faults
            output = output or marked.output
        report = report_of(self._prepared, submission, exercises)
        update: dict[str, object] = {
            "isolation": self._sandbox.rung,
            "notes": (*submission.notes, *reading.notes),
            "held": reading.held,
            "output": output[:MOST_OUTPUT],
            "pictures": self._pictures(work, exercises),
        }
        if faults:
            update |= {"status": "broken", "score": None, "problem": " ".join(faults)}
        return report.model_copy(update=update)

    def _unfilled(self, name: str) -> Marked:
        """A stub: it need not be run."""
        checks = self._prepared.assignment.checks_of(name)
        return Marked(
            tuple(blank(check, "not_implemented", "Not filled in yet") for check in checks)
        )

    def _run(self, work: _Work, name: str, replaced: tuple[str, ...], effort: Effort) -> Marked:
        """An exercise marked once, with the reference in place of those of these names."""
        assignment = self._prepared.assignment
        others = frozenset(one.name for one in assignment.spec.exercises if one.name != name)
        limits = assignment.spec.limits
        budget = Budget(limits.call_seconds, limits.exercise_seconds, whole=work.whole)
        opener = self._opener(work, replaced, budget, name)
        run = ExerciseRun(
            self._prepared, name, opener, others, effort, self._remembered, over=work.whole.over
        )
        order = [check.id for check in assignment.checks_of(name)]
        with work.whole.working():
            outcomes = sorted(run.outcomes(), key=lambda one: order.index(one.result.id))
        checks = tuple(outcome.result for outcome in outcomes)
        if said := work.reading.refusals.get(name, ""):
            checks = tuple(_refused(check, said) for check in checks)
        return Marked(
            checks=checks,
            behaviours={
                outcome.result.id: outcome.behaviour
                for outcome in outcomes
                if outcome.behaviour is not None
            },
            faults=tuple(outcome.fault for outcome in outcomes if outcome.fault),
            output=run.output,
            replaced=replaced,
        )

    def _pictures(self, work: _Work, exercises: Sequence[ExerciseResult]) -> tuple[Picture, ...]:
        if self._gallery is None:
            return ()
        budget = budget_of_pictures(self._prepared.assignment, work.whole)
        return self._gallery.draw(
            exercises,
            self._opener(work, (), budget),
            lambda result: relocated(result, work.submission),
            work.whole.over,
        )

    def _opener(
        self, work: _Work, replaced: tuple[str, ...], budget: Budget, exercise: str = ""
    ) -> Callable[[], Session]:
        assignment = self._prepared.assignment
        request = load_request(
            work.reading.source,
            assignment.spec.module,
            given=assignment.given,
            replaced=replaced,
            code=work.reading.code,
            exercises=assignment.exercises,
            exercise=exercise,
            forbidden=assignment.exercise(exercise).forbidden if exercise else (),
        )
        stand_ins = StandIns(
            {name: self._prepared.reference[name] for name in replaced}, self._remembered.answers
        )

        def open_session() -> Session:
            session = Session(self._sandbox.spawn(), budget, stand_ins, classes=self._classes)
            session.load(request, assignment.spec.module)
            return session

        return open_session

    def _named(self, name: str, marked: Marked, effort: Effort) -> ExerciseResult:
        """The exercise's result, with the misconception that the submission behaves like."""
        failed = {
            check.id: marked.behaviours[check.id]
            for check in marked.checks
            if check.verdict in ("failed", "errored") and check.id in marked.behaviours
        }
        passed = {check.id for check in marked.checks if check.verdict == "passed"}
        found = self._mistakes.name(name, failed, passed, effort) if failed else None
        return exercise_result(
            name,
            marked.checks,
            replaced=marked.replaced,
            misconception=found.id if found else None,
            misconception_hint=found.hint if found else "",
        )


def _refused(check: CheckResult, refusal: str) -> CheckResult:
    """A check that passed by means which the assignment does not allow."""
    if check.verdict != "passed":
        return check
    return check.model_copy(update={"verdict": "failed", "earned": 0, "message": refusal})
