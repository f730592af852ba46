"""Marks one submission of one assignment: from its source to its report.

Each exercise is marked in a worker of its own. What students see of its words, the public checks
and the pictures, is done for all exercises before any worker gets a hidden input.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.authoring.checks import Check
from grader.calls import Budget, Effort, NotRun, Payload, Session, StandIns, Whole
from grader.course import Assignment
from grader.diagnosis import KnownMistakes, ToldMistakes
from grader.errors import SandboxFailed
from grader.marking.exercise import ExerciseRun
from grader.marking.follow_through import FollowThrough, Marked
from grader.marking.gallery import Drawn, Gallery, budget_of_pictures
from grader.marking.lines import left_out, located, placed, relocated
from grader.marking.loading import Loaded, Loading, refused
from grader.marking.remembered import Remembered
from grader.marking.repair import Mending, may_be_mended, written_of
from grader.marking.report import broken, report_of, unreadable
from grader.marking.reuse import Code, Kept, Reuse, is_steady, keep, recalled
from grader.marking.score import exercise_result, is_right
from grader.outcome import CallFailed, Died, OutOfMemory, TimedOut
from grader.preparation import Prepared
from grader.results import CheckResult, ExerciseResult, NamedMisconception, Report
from grader.sandbox import Sandbox
from grader.submissions import (
    Asked,
    Reading,
    Stopped,
    Submission,
    Unreadable,
    defined_in,
    read_module,
)
from grader.versions import versions

MOST_OUTPUT = 4000
# Sentences on statements that were left out.
MOST_LEFT_OUT = 10
# Seconds that all calls of all searches for what mends a function may take together.
MOST_SEARCHING = 20.0
# Something on this machine may kill our processes: that costs time, and nobody's marks.
MOST_ATTEMPTS = 3


@dataclass(frozen=True)
class _Work:
    """A submission being marked, what is known of its source and of its `own` modules, and the time
    that it may take.

    `stopped` is what was not run to its end when it was loaded for an exercise, `slow` the lines of
    what took too long then; it is not tried again. `unloaded` says for which exercises the file did
    not load at all, and why; `unsettled` are those of which a clock, or a fault of ours that is in
    `broke`, ended the search for what mends them.
    """

    submission: Submission
    reading: Reading
    own: Mapping[str, Reading]
    whole: Whole
    stopped: dict[str, list[Stopped]] = field(default_factory=dict)
    slow: set[int] = field(default_factory=set)
    unloaded: dict[str, CallFailed] = field(default_factory=dict)
    unsettled: set[str] = field(default_factory=set)
    broke: list[str] = field(default_factory=list)
    searches: Whole = field(default_factory=lambda: Whole(MOST_SEARCHING))


def asked_of(assignment: Assignment) -> Asked:
    """What a reading must know of an assignment."""
    spec = assignment.spec
    return Asked(
        filename=f"{spec.module}.py",
        imports=spec.imports,
        given=tuple(assignment.given),
        defined=defined_in(assignment.given),
        forbidden={one.name: one.forbidden for one in spec.exercises},
        heads={
            name: names
            for name, names in assignment.parameters().items()
            if name in assignment.exercises
        },
    )


class Marker:
    """Marks submissions of one assignment, one after the other, in one sandbox.

    With a `gallery`, what the submission's functions draw is in the report too. `remembered` is
    what submissions of this prepared assignment have shown so far, and is added to. `begun` is told
    of each check that begins, and of None when it is looked for why some fail. Where a function is
    wrong in no way that is known, what `mends` it is looked for.
    """

    def __init__(
        self,
        prepared: Prepared,
        sandbox: Sandbox,
        gallery: Gallery | None = None,
        remembered: Remembered | None = None,
        begun: Callable[[Check | None], None] = lambda _: None,
        *,
        mends: bool = True,
    ) -> None:
        self._prepared = prepared
        self._told = begun
        self._mends = mends
        self._gallery = gallery
        self._sandbox = sandbox
        self._remembered = remembered or Remembered()
        # A handout has no reference; what it knows of mistakes, it was told.
        self._mistakes = (
            KnownMistakes(prepared, self._remembered.mistakes)
            if prepared.reference
            else ToldMistakes(prepared)
        )
        self._classes = prepared.assignment.class_names()
        self._loading = Loading(prepared)
        self._reuse = Reuse(prepared, sandbox.rung)
        self._hides = any(not check.public for check in prepared.assignment.checks)

    def mark(self, submission: Submission) -> Report:
        """The report on a submission; a fault of ours becomes a `broken` report."""
        started = time.perf_counter()
        if submission.problem:
            return unreadable(
                self._prepared,
                submission,
                submission.problem,
                status="missing" if submission.missing else "unreadable",
            )
        if submission.fault:
            return broken(self._prepared, submission, submission.fault)
        try:
            reading, own = self._read(submission)
        except Unreadable as error:
            return unreadable(self._prepared, submission, str(error))
        except SandboxFailed as fault:
            return broken(self._prepared, submission, str(fault))
        if reading.problem:
            where = submission.files[0] if submission.files else "The file"
            problem = (
                f"{where} is not valid Python {versions().python}, which marks here: "
                f"{located(reading, submission)}."
            )
            return unreadable(self._prepared, submission, problem, line=reading.line)
        limits = self._prepared.assignment.spec.limits
        for attempt in range(MOST_ATTEMPTS):
            try:
                whole = Whole(limits.whole_seconds)
                try:
                    report = self._marked(_Work(submission, reading, own, whole))
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

    def _read(self, submission: Submission) -> tuple[Reading, dict[str, Reading]]:
        """What the submission says of itself, and what its own modules say; of these, those that
        are Python.
        """
        names = tuple(one.name for one in submission.modules)
        asked = replace(asked_of(self._prepared.assignment), own=names)
        own = {
            one.name: read_module(one.source, replace(asked, filename=one.file, forbidden={}))
            for one in submission.modules
        }
        known = submission.reading
        if known is None or known.asked != asked:
            known = read_module(submission.source, asked)
        return known, {name: one for name, one in own.items() if not one.problem}

    def _marked(self, work: _Work) -> Report:
        submission, reading = work.submission, work.reading
        names = self._prepared.assignment.exercises
        # One for all runs of an exercise: it is marked again with a reference in its place.
        seconds = self._prepared.assignment.spec.limits.exercise_seconds
        efforts = {name: Effort(seconds) for name in names}
        answers = self._remembered.answers
        codes = self._codes(work)
        known = self._known(codes)
        for name, kept in known.items():
            work.stopped[name] = [*kept.stopped]
        with FollowThrough(
            self._prepared, lambda name, replaced: self._begun(work, name, replaced, efforts[name])
        ) as follow:
            for name, kept in known.items():
                follow.know(name, Marked(kept.shown), _marked_before(kept))
            stubs = {name: follow.unfilled(name) for name in names if name in reading.stubs}

            def reaches(name: str, other: str) -> bool:
                return any(other in part.names for part in self._loaded(name, work).parts)

            public = {
                name: stubs.get(name) or follow.show(name, work.unloaded, reaches) for name in names
            }
            drawn = self._drawn(work, {name: one.checks for name, one in public.items()})
            answers.hidden = True
            try:
                marks = {name: stubs.get(name) or follow.mark(name) for name in names}
                self._told(None)
                results = {
                    name: known[name].result
                    if name in known
                    else self._explained(name, marked, efforts[name], work)
                    for name, marked in marks.items()
                }
            finally:
                answers.hidden = False
        for name, code in codes.items():
            if name not in known:
                kept = Kept(
                    shown=public[name].checks,
                    result=results[name],
                    output=marks[name].output,
                    stopped=tuple(work.stopped.get(name, ())),
                )
                results[name] = self._kept(kept, code, marks, work)
        exercises = [
            relocated(
                result,
                submission,
                () if is_right(result.checks) else reading.told.get(name, ()),
                reading.endless,
            )
            for name, result in results.items()
        ]
        if len(stubs) < len(names) and {*names} <= stubs.keys() | _stopping(work):
            problem = _why_stopped(next(iter(work.unloaded.values())))
            report = unreadable(self._prepared, submission, problem, status="stopped")
            return report.model_copy(update={"isolation": self._sandbox.rung, "held": _held(work)})
        faults = [fault for marked in marks.values() for fault in marked.faults]
        output = next((marked.output for marked in marks.values() if marked.output), "")
        report = report_of(self._prepared, submission, exercises)
        update: dict[str, object] = {
            "isolation": self._sandbox.rung,
            "notes": (
                *self._left_out(work),
                *submission.notes,
                *(placed(note, submission) for note in reading.notes),
            ),
            "held": _held(work),
            "output": output[:MOST_OUTPUT],
            "pictures": self._gallery.pictures(drawn, exercises) if self._gallery else (),
        }
        if faults:
            update |= {"status": "broken", "score": None, "problem": " ".join(faults)}
        return report.model_copy(update=update)

    def _left_out(self, work: _Work) -> list[str]:
        """A sentence on each statement that was not run to its end, in the order of the file."""
        found = [*refused(work.reading), *(one for some in work.stopped.values() for one in some)]
        by_line: dict[int, Stopped] = {}
        for one in found:
            by_line.setdefault(one.line, one)  # later ones were not tried again
        told = [left_out(by_line[line], work.submission) for line in sorted(by_line)]
        more = len(told) - MOST_LEFT_OUT
        return told[:MOST_LEFT_OUT] + (
            [f"{more} more like these are not listed"] if more > 0 else []
        )

    def _codes(self, work: _Work) -> dict[str, Code]:
        """The code that reaches each exercise that may be known again; stubs need not be run."""
        found = {
            name: self._reuse.code_of(name, self._loaded(name, work))
            for name in self._prepared.assignment.exercises
            if name not in work.reading.stubs
        }
        return {name: code for name, code in found.items() if code is not None}

    def _loaded(self, exercise: str, work: _Work) -> Loaded:
        return self._loading.of(exercise, work.reading, work.own)

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
        steady = steady and not any(one.by_chance for one in kept.stopped)
        steady = steady and name not in work.unsettled
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
            self._prepared,
            name,
            opener,
            others,
            effort,
            self._remembered,
            over=work.whole.over,
            begun=self._told,
        )
        return _Run(run, name, work, replaced)

    def _drawn(self, work: _Work, public: Mapping[str, Sequence[CheckResult]]) -> Drawn:
        if self._gallery is None:
            return Drawn()
        store = self._remembered.marked
        key = self._reuse.key_of_pictures(self._loaded("", work), public)
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
        loaded = self._loaded(exercise, work)
        stand_ins = self._stand_ins(replaced)

        def open_session() -> Session:
            request = self._loading.request(loaded, replaced, exercise, skip=work.slow)
            worker = self._sandbox.spawn(ahead=ahead and not self._remembered.answers.hidden)
            session = Session(worker, budget, stand_ins, classes=self._classes)
            session.load(request, assignment.spec.module, note)
            return session

        def note(not_run: tuple[NotRun, ...]) -> None:
            stopped = loaded.stopped(not_run)
            work.slow.update(one.line for one in stopped if one.by_chance)
            # What a worker says when hidden inputs have been seen by another is not passed on.
            if not self._remembered.answers.hidden:
                work.stopped[exercise] = stopped

        return open_session

    def _explained(self, name: str, marked: Marked, effort: Effort, work: _Work) -> ExerciseResult:
        """The exercise's result, with what is known of its mistake."""
        head = work.reading.heads.get(name)
        if head is None:
            return self._mended(name, self._named(name, marked, effort), work)
        # Whatever else is wrong follows from that, as far as anybody can see.
        sentence = f"{head.partition(': ')[2]}."
        checks = [
            check.model_copy(update={"cause": sentence, "hint": ""})
            if check.verdict in ("failed", "errored")
            else check
            for check in marked.checks
        ]
        return exercise_result(name, checks, replaced=marked.replaced)

    def _named(self, name: str, marked: Marked, effort: Effort) -> ExerciseResult:
        """The exercise's result, with the misconception that the submission behaves like."""
        failed = {
            check.id: marked.behaviours[check.id]
            for check in marked.checks
            if check.verdict in ("failed", "errored") and check.id in marked.behaviours
        }
        passed = {check.id for check in marked.checks if check.verdict == "passed"}
        found = self._mistakes.names(name, failed, passed, effort) if failed else ()
        checks = marked.checks
        # A known mistake says more than its numbers, which may mislead; where it is told.
        if found and self._prepared.assignment.spec.feedback in ("full", "hint"):
            checks = _without_causes(checks)
        return exercise_result(
            name,
            checks,
            replaced=marked.replaced,
            misconceptions=[NamedMisconception(id=one.id, hint=one.hint) for one in found],
        )

    def _mended(self, name: str, result: ExerciseResult, work: _Work) -> ExerciseResult:
        """The result with what mends the exercise, where that is looked for and found."""
        loaded = self._loaded(name, work)
        if (
            not self._mends
            or result.misconception is not None
            or work.reading.refusals.get(name)
            or not may_be_mended(result.checks, loaded)
        ):
            return result
        spec = self._prepared.assignment.spec
        stand_ins = self._stand_ins(result.replaced)

        def begin(budget: Budget) -> Session:
            worker = self._sandbox.spawn(ahead=False)
            return Session(worker, budget, stand_ins, classes=self._classes)

        def request(codes: Mapping[int, bytes], after: bytes) -> Payload:
            edited = loaded.edited(codes)
            return self._loading.request(edited, result.replaced, name, skip=work.slow, after=after)

        written = written_of(loaded, name, self._prepared.assignment.exercises, spec.module)
        search = Mending(
            self._prepared, result, written, begin, request, self._remembered, work.searches
        )
        try:
            found = search.found()
        except Exception as fault:  # noqa: BLE001 (told, and it costs nobody marks)
            kind = type(fault).__name__
            work.broke.append(f"The search for what mends {name} broke ({kind}); its marks stand.")
            work.unsettled.add(name)
            return result
        if not found.steady:
            work.unsettled.add(name)
        checks = result.checks
        # A line and a kind say more than what may follow from the numbers, where these are told
        # and nothing else is wrong.
        if spec.feedback == "full" and any(
            one.kind != "value" and one.mends != "some" for one in found.repairs
        ):
            checks = _without_causes(checks)
        return result.model_copy(update={"repairs": found.repairs, "checks": checks})

    def _stand_ins(self, replaced: Sequence[str]) -> StandIns:
        return StandIns(
            {name: self._prepared.reference[name] for name in replaced}, self._remembered.answers
        )


@dataclass(frozen=True)
class _Run:
    """A run of an exercise whose results are `Marked` (implements `follow_through.Run`)."""

    run: ExerciseRun
    name: str
    work: _Work
    replaced: tuple[str, ...]

    def marked(self, *, public: bool) -> Marked:
        with self.work.whole.working():
            outcomes = self.run.outcomes(public=public)
        if self.run.unloaded is not None:
            self.work.unloaded[self.name] = self.run.unloaded
        checks = tuple(outcome.result for outcome in outcomes)
        refusal = self.work.reading.refusals.get(self.name, "")
        if refusal:
            checks = tuple(_refused(check, refusal) for check in checks)
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


def _without_causes(checks: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    """The same without what may follow from their numbers."""
    return tuple(
        one.model_copy(update={"cause": ""}) if one.verdict == "failed" else one for one in checks
    )


def _held(work: _Work) -> tuple[str, ...]:
    """What a person should look at, of the work and of what lies beside it."""
    files = {one.name: one.file for one in work.submission.modules}
    beside = (
        f"{files[name]}, {sentence}" for name, one in work.own.items() for sentence in one.held
    )
    read = (placed(one, work.submission) for one in work.reading.held)
    return (*read, *beside, *work.broke)


def _stopping(work: _Work) -> set[str]:
    """The exercises for which the file did not come to its end, as it is loaded."""
    ended = (TimedOut, OutOfMemory, Died)
    return {name for name, why in work.unloaded.items() if isinstance(why, ended)}


def _why_stopped(why: CallFailed) -> str:
    return (
        f"{why.message}, while your file was loaded and before any function was called. Look at "
        "what stands outside of functions: put what only tries them under "
        '`if __name__ == "__main__":`, which marking leaves alone.'
    )


def _marked_before(kept: Kept) -> Marked:
    return Marked(kept.result.checks, output=kept.output, replaced=kept.result.replaced)


def _refused(check: CheckResult, refusal: str) -> CheckResult:
    """A check that passed by means which the assignment does not allow."""
    if check.verdict != "passed":
        return check
    return check.model_copy(update={"verdict": "failed", "earned": 0, "message": refusal})
