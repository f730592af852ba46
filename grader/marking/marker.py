"""Marks one submission of one assignment: from its source to its report.

Each exercise is marked in a worker of its own. What students see of its words, the public checks
and the pictures, is done for all exercises before any worker gets a hidden input.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from grader.calls import Budget, Effort, Session, StandIns, Whole, load_request
from grader.course import Assignment
from grader.diagnosis import KnownMistakes
from grader.errors import SandboxFailed
from grader.marking.exercise import ExerciseRun
from grader.marking.follow_through import FollowThrough, Marked
from grader.marking.gallery import Drawn, Gallery, budget_of_pictures
from grader.marking.lines import located, relocated
from grader.marking.remembered import Remembered
from grader.marking.report import broken, report_of, unreadable
from grader.marking.reuse import Code, Kept, Reuse, is_steady, keep, recalled
from grader.marking.score import exercise_result, is_right
from grader.preparation import Prepared
from grader.results import CheckResult, ExerciseResult, Report
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
        self._reuse = Reuse(prepared, sandbox.rung)
        self._hides = any(not check.public for check in prepared.assignment.checks)

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
                try:
                    report = self._marked(_Work(submission, reading, whole))
                finally:
                    if self._hides:
                        # Whoever is marked next must not see what was made meanwhile.
                        self._sandbox.renew()
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
        names = self._prepared.assignment.exercises
        # One for all runs of an exercise: it is marked again with a reference in its place.
        seconds = self._prepared.assignment.spec.limits.exercise_seconds
        efforts = {name: Effort(seconds) for name in names}
        answers = self._remembered.answers
        codes = self._codes(reading)
        known = self._known(codes)
        with FollowThrough(
            self._prepared, lambda name, replaced: self._begun(work, name, replaced, efforts[name])
        ) as follow:
            for name, kept in known.items():
                follow.know(name, Marked(kept.shown), _marked_before(kept))
            stubs = {name: follow.unfilled(name) for name in names if name in reading.stubs}
            public = {name: stubs.get(name) or follow.show(name) for name in names}
            drawn = self._drawn(work, {name: one.checks for name, one in public.items()})
            answers.hidden = True
            try:
                marks = {name: stubs.get(name) or follow.mark(name) for name in names}
            finally:
                answers.hidden = False
        results = {
            name: known[name].result if name in known else self._named(name, marked, efforts[name])
            for name, marked in marks.items()
        }
        for name, code in codes.items():
            if name not in known:
                kept = Kept(
                    shown=public[name].checks, result=results[name], output=marks[name].output
                )
                results[name] = self._kept(kept, code, marks, work)
        exercises = [
            relocated(
                result, submission, () if is_right(result.checks) else reading.told.get(name, ())
            )
            for name, result in results.items()
        ]
        faults = [fault for marked in marks.values() for fault in marked.faults]
        output = next((marked.output for marked in marks.values() if marked.output), "")
        report = report_of(self._prepared, submission, exercises)
        update: dict[str, object] = {
            "isolation": self._sandbox.rung,
            "notes": (*submission.notes, *reading.notes),
            "held": reading.held,
            "output": output[:MOST_OUTPUT],
            "pictures": self._gallery.pictures(drawn, exercises) if self._gallery else (),
        }
        if faults:
            update |= {"status": "broken", "score": None, "problem": " ".join(faults)}
        return report.model_copy(update=update)

    def _codes(self, reading: Reading) -> dict[str, Code]:
        """The code that reaches each exercise that may be known again; stubs need not be run."""
        found = {
            name: self._reuse.code_of(name, reading)
            for name in self._prepared.assignment.exercises
            if name not in reading.stubs
        }
        return {name: code for name, code in found.items() if code is not None}

    def _known(self, codes: Mapping[str, Code]) -> dict[str, Kept]:
        """What marking the same code gave before."""
        store = self._remembered.marked
        found = {name: recalled(store, code.key, Kept) for name, code in codes.items()}
        return {
            name: kept.reused().told_with(codes[name].line_of)
            for name, kept in found.items()
            if kept is not None
        }

    def _kept(
        self, kept: Kept, code: Code, marks: Mapping[str, Marked], work: _Work
    ) -> ExerciseResult:
        """The result with lines that do not depend on how the file is written; it is kept where
        nothing else than its code has made it what it is.
        """
        name = kept.result.name
        by_statement = kept.told_with(code.statement_of)
        around = [marks[one] for one in (name, *self._prepared.assignment.uses(name))]
        steady = all(is_steady(one.checks) and not one.faults for one in around)
        if steady and work.whole.over is None:
            keep(self._remembered.marked, code.key, by_statement)
        return by_statement.told_with(code.line_of).result

    def _begun(self, work: _Work, name: str, replaced: tuple[str, ...], effort: Effort) -> _Run:
        """An exercise to be run, with the reference in place of those of these names."""
        assignment = self._prepared.assignment
        exercises = assignment.exercises
        others = frozenset(exercises) - {name}
        limits = assignment.spec.limits
        budget = Budget(limits.call_seconds, limits.exercise_seconds, whole=work.whole)
        # One that is made and not used costs as much as one that is.
        last = name == exercises[-1] and self._gallery is None
        opener = self._opener(work, replaced, budget, name, ahead=not last)
        run = ExerciseRun(
            self._prepared, name, opener, others, effort, self._remembered, over=work.whole.over
        )
        return _Run(run, work.reading.refusals.get(name, ""), replaced, work.whole)

    def _drawn(self, work: _Work, public: Mapping[str, Sequence[CheckResult]]) -> Drawn:
        if self._gallery is None:
            return Drawn()
        store = self._remembered.marked
        key = self._reuse.key_of_pictures(work.reading, public)
        known = recalled(store, key, Drawn)
        if known is not None:
            return known
        budget = budget_of_pictures(self._prepared.assignment, work.whole)
        drawn = self._gallery.draw(
            public,
            self._opener(work, (), budget, ahead=False),
            lambda result: relocated(result, work.submission),
            work.whole.over,
        )
        # Why one is left out may tell a line, or follow from a clock.
        if drawn.panels and not any(drawn.why.values()):
            keep(store, key, drawn)
        return drawn

    def _opener(
        self,
        work: _Work,
        replaced: tuple[str, ...],
        budget: Budget,
        exercise: str = "",
        *,
        ahead: bool,
    ) -> Callable[[], Session]:
        """What starts a worker that loads the submission; `ahead`: others follow it.

        When hidden checks have begun, none follows: a right submission's are there already.
        """
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
            worker = self._sandbox.spawn(ahead=ahead and not self._remembered.answers.hidden)
            session = Session(worker, budget, stand_ins, classes=self._classes)
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


@dataclass(frozen=True)
class _Run:
    """A run of an exercise whose results are `Marked` (implements `follow_through.Run`)."""

    run: ExerciseRun
    refused: str
    replaced: tuple[str, ...]
    whole: Whole

    def marked(self, *, public: bool) -> Marked:
        with self.whole.working():
            outcomes = self.run.outcomes(public=public)
        checks = tuple(outcome.result for outcome in outcomes)
        if self.refused:
            checks = tuple(_refused(check, self.refused) for check in checks)
        return Marked(
            checks=checks,
            behaviours={
                outcome.result.id: outcome.behaviour
                for outcome in outcomes
                if outcome.behaviour is not None
            },
            faults=tuple(outcome.fault for outcome in outcomes if outcome.fault),
            output=self.run.output,
            replaced=self.replaced if checks else (),
        )

    def rest(self, room: int) -> int:
        return self.run.rest(room)

    def close(self) -> None:
        self.run.close()


def _marked_before(kept: Kept) -> Marked:
    return Marked(kept.result.checks, output=kept.output, replaced=kept.result.replaced)


def _refused(check: CheckResult, refusal: str) -> CheckResult:
    """A check that passed by means which the assignment does not allow."""
    if check.verdict != "passed":
        return check
    return check.model_copy(update={"verdict": "failed", "earned": 0, "message": refusal})
