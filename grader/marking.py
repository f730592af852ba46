"""Marks one submission of one assignment: from its source to its report.

Each exercise is marked in a worker of its own. One that uses a wrong exercise is marked
again with the reference standing in for it, so that one mistake costs once.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import grader
from grader.analysis import Analysis, analyse, refusal
from grader.errors import SandboxFailed
from grader.gallery import Gallery, limits_of
from grader.mistakes import KnownMistakes
from grader.preparing import Prepared
from grader.replaying import Behaviour
from grader.results import (
    CheckResult,
    ExerciseResult,
    Picture,
    Report,
    SourceLine,
    SubmissionInfo,
)
from grader.running import ExerciseRun, blank
from grader.sandbox import Sandbox
from grader.scoring import better, exercise_result, is_right
from grader.session import Session
from grader.specs import LimitsSpec
from grader.standing_in import Answers, StandIns
from grader.student import load_request
from grader.submissions import Submission
from grader.versions import versions

# After these an exercise is not run again inside those that use it: a hang costs its time
# once, and a stub has nothing to show.
_NOT_TRIED_AGAIN = frozenset({"timed_out", "out_of_memory", "died", "protocol", "not_implemented"})
MOST_OUTPUT = 4000
# Something on this machine may kill our processes: that costs time, and nobody's marks.
MOST_ATTEMPTS = 3


@dataclass(frozen=True)
class _Work:
    """A submission being marked; `source` is a copy of its source."""

    submission: Submission
    source: str
    analysis: Analysis


@dataclass(frozen=True)
class _Marked:
    """One run of an exercise's checks."""

    checks: tuple[CheckResult, ...]
    behaviours: dict[str, Behaviour]
    faults: tuple[str, ...]
    output: str


class Marker:
    """Marks submissions of one assignment, one after the other, in one sandbox.

    With a `gallery`, what the submission's functions draw is in the report too.
    """

    def __init__(
        self, prepared: Prepared, sandbox: Sandbox, gallery: Gallery | None = None
    ) -> None:
        self._prepared = prepared
        self._gallery = gallery
        self._sandbox = sandbox
        self._mistakes = KnownMistakes(prepared)
        self._classes = prepared.assignment.class_names()
        self._answers = Answers()

    def mark(self, submission: Submission) -> Report:
        """The report on a submission; a fault of ours becomes a `broken` report."""
        started = time.perf_counter()
        if submission.problem:
            return unreadable(self._prepared, submission, submission.problem)
        spec = self._prepared.assignment.spec
        # A text that was parsed and sent holds its bytes as well from then on: in a copy they
        # go with it, and not with the class.
        source = submission.source.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass")
        analysis = analyse(
            source,
            imports=spec.imports,
            given=tuple(self._prepared.assignment.given),
            filename=f"{spec.module}.py",
        )
        if analysis.problem:
            where = submission.files[0] if submission.files else "The file"
            problem = f"{where} is not valid Python: {_located(analysis, submission)}."
            return unreadable(self._prepared, submission, problem, line=analysis.line)
        for attempt in range(MOST_ATTEMPTS):
            try:
                report = self._marked(_Work(submission, source, analysis))
            except SandboxFailed as fault:
                report = broken(self._prepared, submission, str(fault))
                if attempt + 1 < MOST_ATTEMPTS and not self._sandbox.closed:
                    continue
            break
        seconds = round(time.perf_counter() - started, 6)
        return report.model_copy(update={"seconds": seconds})

    def _marked(self, work: _Work) -> Report:
        submission, analysis = work.submission, work.analysis
        wrong: list[str] = []
        avoided: set[str] = set()
        exercises: list[ExerciseResult] = []
        faults: list[str] = []
        output = ""
        for exercise in self._prepared.assignment.spec.exercises:
            uses = self._prepared.assignment.uses(exercise.name)
            replaced = self._standing_in({*uses}.intersection(wrong))
            avoid = bool(avoided & {*replaced})
            result, marked = self._exercise(work, exercise.name, replaced, avoid)
            exercises.append(_relocated(result, submission))
            faults += marked.faults
            output = output or marked.output
            if not is_right(result.checks):
                wrong.append(exercise.name)
            if any(check.verdict in _NOT_TRIED_AGAIN for check in result.checks):
                avoided.add(exercise.name)
        report = report_of(self._prepared, submission, exercises)
        update: dict[str, object] = {
            "isolation": self._sandbox.rung,
            "notes": (*submission.notes, *analysis.notes),
            "held": analysis.held,
            "output": output[:MOST_OUTPUT],
            "pictures": self._pictures(work, exercises),
        }
        if faults:
            update |= {"status": "broken", "score": None, "problem": " ".join(faults)}
        return report.model_copy(update=update)

    def _exercise(
        self,
        work: _Work,
        name: str,
        replaced: tuple[str, ...],
        avoid: bool,
    ) -> tuple[ExerciseResult, _Marked]:
        if name in work.analysis.stubs:
            stub = [
                blank(check, "not_implemented", "Not filled in yet")
                for check in self._prepared.assignment.checks_of(name)
            ]
            return exercise_result(name, stub), _Marked(tuple(stub), {}, (), "")
        marked, stood_in = self._run(work, name, replaced), replaced
        for names in self._other_ways(name, replaced, avoid):
            if is_right(marked.checks):
                break
            other = self._run(work, name, names)
            checks = better(other.checks, marked.checks)
            gained = _earned(checks) > _earned(marked.checks)
            if gained and (names or _earned(other.checks) == _earned(checks)):
                stood_in = names
            faults, output = marked.faults + other.faults, marked.output or other.output
            marked = replace(marked, checks=checks, faults=faults, output=output)
        return self._named(name, marked, stood_in), marked

    def _other_ways(
        self, name: str, replaced: tuple[str, ...], avoid: bool
    ) -> Iterator[tuple[str, ...]]:
        """What else to put references in place of, where that of the wrong helpers is not enough.

        The reference of a backward step reads caches that the reference of its forward step
        made, and not a student's own. And a wrong helper may be what makes an exercise work.
        """
        if not replaced:
            return
        known = {other for one in replaced for other in self._prepared.assignment.uses(one)}
        together = self._standing_in({*replaced, *known} - {name})
        if together != replaced:
            yield together
        if not avoid:
            yield ()

    def _standing_in(self, names: Collection[str]) -> tuple[str, ...]:
        """Those that the reference can stand in for, in course order: a handout has none."""
        spec = self._prepared.assignment.spec
        ours = self._prepared.reference.keys() & names
        return tuple(one.name for one in spec.exercises if one.name in ours)

    def _run(self, work: _Work, name: str, replaced: tuple[str, ...]) -> _Marked:
        others = frozenset(
            one.name for one in self._prepared.assignment.spec.exercises if one.name != name
        )
        run = ExerciseRun(self._prepared, name, self._opener(work, replaced), others)
        order = [check.id for check in self._prepared.assignment.checks_of(name)]
        outcomes = sorted(run.outcomes(), key=lambda one: order.index(one.result.id))
        checks = tuple(outcome.result for outcome in outcomes)
        forbidden = self._prepared.assignment.exercise(name).forbidden
        if said := refusal(work.analysis, name, forbidden, others):
            checks = tuple(_refused(check, said) for check in checks)
        return _Marked(
            checks=checks,
            behaviours={
                outcome.result.id: outcome.behaviour
                for outcome in outcomes
                if outcome.behaviour is not None
            },
            faults=tuple(outcome.fault for outcome in outcomes if outcome.fault),
            output=run.output,
        )

    def _pictures(self, work: _Work, exercises: Sequence[ExerciseResult]) -> tuple[Picture, ...]:
        if self._gallery is None:
            return ()
        limits = limits_of(self._prepared.assignment)
        return self._gallery.draw(
            exercises,
            self._opener(work, (), limits),
            lambda result: _relocated(result, work.submission),
        )

    def _opener(
        self,
        work: _Work,
        replaced: tuple[str, ...],
        limits: LimitsSpec | None = None,
    ) -> Callable[[float], Session]:
        assignment = self._prepared.assignment
        request = load_request(
            work.source,
            assignment.spec.module,
            given=assignment.given,
            replaced=replaced,
            code=work.analysis.code,
        )
        stand_ins = StandIns(
            {name: self._prepared.reference[name] for name in replaced}, self._answers
        )

        def open_session(spent: float) -> Session:
            session = Session(
                self._sandbox.spawn(),
                limits or assignment.spec.limits,
                stand_ins,
                classes=self._classes,
                spent=spent,
            )
            session.load(request, assignment.spec.module)
            return session

        return open_session

    def _named(self, name: str, marked: _Marked, replaced: tuple[str, ...]) -> ExerciseResult:
        failed = {
            check.id: marked.behaviours[check.id]
            for check in marked.checks
            if check.verdict in ("failed", "errored") and check.id in marked.behaviours
        }
        passed = {check.id for check in marked.checks if check.verdict == "passed"}
        found = self._mistakes.name(name, failed, passed) if failed else None
        return exercise_result(
            name,
            marked.checks,
            replaced=replaced,
            misconception=found.id if found else None,
            misconception_hint=found.hint if found else "",
        )


def _earned(checks: Sequence[CheckResult]) -> int:
    return sum(check.earned for check in checks)


def _refused(check: CheckResult, refusal: str) -> CheckResult:
    """A check that passed by means which the assignment does not allow."""
    if check.verdict != "passed":
        return check
    return check.model_copy(update={"verdict": "failed", "earned": 0, "message": refusal})


def info_of(submission: Submission) -> SubmissionInfo:
    """What a report says of what was handed in."""
    return SubmissionInfo(
        files=submission.files, sha256=submission.sha256, received=submission.received
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
    prepared: Prepared, submission: Submission, problem: str, *, line: int | None = None
) -> Report:
    """The report when nothing could be loaded: every check says why."""
    exercises = [
        exercise_result(
            exercise.name,
            [
                blank(check, "errored", problem).model_copy(update={"line": line, "hint": ""})
                for check in prepared.assignment.checks_of(exercise.name)
            ],
        )
        for exercise in prepared.assignment.spec.exercises
    ]
    report = report_of(prepared, submission, exercises)
    return report.model_copy(update={"status": "unreadable", "problem": problem})


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


def _located(analysis: Analysis, submission: Submission) -> str:
    if analysis.line is None:
        return analysis.problem
    return analysis.problem.replace(
        f"line {analysis.line}:", f"{_place(analysis.line, submission)}:", 1
    )


def _place(line: int, submission: Submission) -> str:
    """A line of the source as the student knows it: in a notebook, by cell."""
    places = submission.line_map
    if places is None or not 0 < line <= len(places):
        return f"line {line}"
    cell, inner = places[line - 1]
    return f"{cell}, line {inner}"


def _relocated(result: ExerciseResult, submission: Submission) -> ExerciseResult:
    """The same result with each line that it names: where it is for the student, and its text."""
    checks = tuple(_placed(check, submission) for check in result.checks)
    return result.model_copy(update={"checks": checks})


def _placed(check: CheckResult, submission: Submission) -> CheckResult:
    """Lines come from the worker: one beyond the file would be a number of the student's choice."""
    lines = submission.source.split("\n")
    message, line, warnings = check.message, check.line, check.warnings
    source = []
    for number in _lines_named(check):
        place = _place(number, submission)
        there = number <= len(lines)
        if number == line:
            told = f" at line {number} of your file"
            message = message.replace(told, _at(place) if there else "")
            line = line if there else None
        named = f" (line {number})"
        warnings = tuple(text.replace(named, f" ({place})" if there else "") for text in warnings)
        if there:
            source.append(SourceLine(where=_of_file(place), text=lines[number - 1].strip()))
    update = {"message": message, "line": line, "warnings": warnings, "source": tuple(source)}
    return check.model_copy(update=update)


def _lines_named(check: CheckResult) -> list[int]:
    """The line that raised, then those at which NumPy warned."""
    warned = [re.search(r" \(line (\d+)\)$", text) for text in check.warnings]
    numbers = [check.line, *(int(found[1]) for found in warned if found)]
    return list(dict.fromkeys(number for number in numbers if number is not None))


def _of_file(place: str) -> str:
    return f"{place} of your file" if place.startswith("line") else place


def _at(place: str) -> str:
    return f" at {place} of your file" if place.startswith("line") else f" in {place}"
