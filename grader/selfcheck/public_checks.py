"""A student's own check: the public checks of a handout on the work that lies in it."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from grader.authoring.checks import Check
from grader.closing import Closing
from grader.course import PUBLIC_CHECKS, Assignment, load_handout, parameters_in
from grader.errors import UsageProblem
from grader.marking import Marker, asked_of
from grader.preparation import Prepared, prepare_public
from grader.results import ExerciseResult, Report
from grader.results.words import listed
from grader.sandbox import Limits, Sandbox
from grader.selfcheck.first import NOTHING, First, first_of, is_wrong
from grader.selfcheck.running import Begun, Ongoing
from grader.submissions import (
    Expected,
    Submission,
    analyse,
    copy_number,
    is_source,
    named_for,
    read_source,
)

KNOWN = "This is a known mistake."


def handouts(path: Path) -> list[Path]:
    """The assignment folders that `path` means: itself, its file's, or those inside it.

    A file that lies in none is one for the assignment in whose folder the command is run, as a
    download is. Raises `UsageProblem` if there is none, or if a file cannot be a student's work.
    """
    if path.is_file():
        if not is_source(path.name):
            raise UsageProblem(
                f"{path} is not your work: name the .py or .ipynb file that you fill in."
            )
        for folder in (path.parent, Path()):
            if (folder / PUBLIC_CHECKS).is_file():
                return [folder]
        raise UsageProblem(
            f"{path} lies in the folder of no assignment: put it beside the {PUBLIC_CHECKS} of its "
            "own, or run grade check with it in that folder."
        )
    folder = path
    if (folder / PUBLIC_CHECKS).is_file():
        return [folder]
    found = sorted(one.parent for one in folder.glob(f"*/{PUBLIC_CHECKS}"))
    if not found:
        where = "This folder" if folder == Path() else folder
        raise UsageProblem(
            f"{where} is no assignment: it has no {PUBLIC_CHECKS}. Run grade check in the folder "
            "of an assignment, or name one."
        )
    return found


def read_work(folder: Path, file: Path | None = None) -> tuple[Assignment, Submission]:
    """The handout in a folder, and the work in it. Raises `UsageProblem`."""
    assignment = load_handout(folder)
    return assignment, work_in(folder, assignment, file)


def check_source(
    folder: Path,
    assignment: Assignment,
    submission: Submission,
    exercises: Sequence[str] = (),
    begun: Begun = lambda _: None,
    *,
    mends: bool = True,
) -> Report:
    """Run the public checks of some exercises (default: all) on a submission, and look for the
    lines that are wrong unless it is not to be looked for what `mends` them.

    The code runs in a process of its own but with the rights of whoever asks: it is theirs.
    `begun` is told of each check that begins, and of None when no more do. Raises `UsageProblem`
    for an exercise that the assignment hasn't.
    """
    names = known_exercises(folder, assignment, exercises)
    with PublicChecks(assignment, names, begun, mends=mends) as checks:
        return checks.report(submission)


def to_mend_first(
    folder: Path,
    assignment: Assignment,
    submission: Submission,
    report: Report,
    begun: Begun = lambda _: None,
) -> First:
    """What is to be mended first, of what was checked and of what that uses.

    The public checks of exercises that a wrong one uses are run if they were not asked for.
    """
    if report.status != "graded":
        return NOTHING
    found = {one.name: one for one in report.exercises}
    used = {
        name
        for one in report.exercises
        if is_wrong(one)
        for name in assignment.uses(one.name)
        if name not in found and any(check.public for check in assignment.checks_of(name))
    }
    if used:
        others = check_source(folder, assignment, submission, [*used], begun, mends=False)
        found |= {one.name: one for one in others.exercises}
    in_order = [found[name] for name in assignment.exercises if name in found]
    return first_of(in_order, assignment, submission)


def known_exercises(folder: Path, assignment: Assignment, chosen: Sequence[str]) -> tuple[str, ...]:
    """The chosen exercises, or all if none is chosen. Raises `UsageProblem` for an unknown one."""
    names = tuple(one.name for one in assignment.spec.exercises)
    for name in chosen:
        if name not in names:
            raise UsageProblem(
                f"{folder.resolve().name} has no exercise {name!r}; it has {', '.join(names)}."
            )
    return tuple(name for name in names if name in chosen) if chosen else names


def points_of(assignment: Assignment, names: Collection[str]) -> int:
    """What the exercises of these names are worth, hidden checks included."""
    return sum(one.points for one in assignment.spec.exercises if one.name in names)


def of_exercises(
    works: Sequence[tuple[Path, Assignment, Submission]], chosen: Sequence[str]
) -> list[tuple[Path, Assignment, Submission]]:
    """Of several folders those that have some of the chosen exercises, or all if none is chosen.

    Raises `UsageProblem` for an exercise that none of them has.
    """
    names = {one.name for _, assignment, _ in works for one in assignment.spec.exercises}
    for name in chosen:
        if name not in names:
            folders = ", ".join(folder.name for folder, _, _ in works)
            raise UsageProblem(f"No exercise is called {name!r} in {folders}.")
    return [
        (folder, assignment, submission)
        for folder, assignment, submission in works
        if not chosen or any(one.name in chosen for one in assignment.spec.exercises)
    ]


def work_files(folder: Path, assignment: Assignment) -> tuple[Path, ...]:
    """Where a student's work may lie: the module and the notebook, there or not, and files whose
    names make them copies of it, as they do where it is marked.
    """
    files = [folder / f"{assignment.spec.module}{suffix}" for suffix in (".py", ".ipynb")]
    return tuple(dict.fromkeys((*files, *named_for(folder, _expected(assignment)))))


def _expected(assignment: Assignment) -> Expected:
    return Expected(assignment.slug, assignment.spec.module, asked_of(assignment))


def work_in(folder: Path, assignment: Assignment, file: Path | None = None) -> Submission:
    """The work in a folder; raises `UsageProblem` when there is none.

    A handout has each assignment as a module and as a notebook, and there may be copies of them.
    The one in which most is filled in is the student's work; of several the copy of the highest
    number, as where it is marked, and else the module.
    """
    expected = _expected(assignment)
    if file is not None:
        return replace(read_source(file, expected), student="you")
    files = [one for one in work_files(folder, assignment) if one.is_file()]
    if not files:
        name = work_files(folder, assignment)[0].name
        raise UsageProblem(f"There is no {name} in {folder}; it is what you fill in.")
    read = [read_source(one, expected) for one in files]

    def order(one: Submission) -> tuple[object, ...]:
        done = sum(filled_in(assignment, one).values())
        # Which copy is newer says nothing where nobody has begun.
        return bool(one.problem), -done, -copy_number(Path(one.files[0]).stem) if done else 0

    chosen, *others = sorted(read, key=order)
    notes = chosen.notes + tuple(
        f"{one.files[0]} has work in it too, and was not looked at: name it to check it."
        for one in others
        if started(assignment, one)
    )
    return replace(chosen, student="you", notes=notes)


def started(assignment: Assignment, submission: Submission) -> bool:
    """Whether a function that the assignment asks for is no stub any more."""
    return any(filled_in(assignment, submission).values())


def filled_in(assignment: Assignment, submission: Submission) -> dict[str, bool]:
    """For each exercise, whether the source defines it and it is more than a stub.

    All are False where the source cannot be read. A function may be the value of a name, too.
    """
    analysis = analyse(submission.source)
    assigned = {
        target.id
        for statement in analysis.parts
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }
    return {
        one.name: one.name in (analysis.filled_in | assigned) - analysis.stubs
        for one in assignment.spec.exercises
    }


def _parameters_in(submission: Submission) -> Mapping[str, tuple[str, ...]]:
    """What the work itself calls the parameters of its functions, so that calls are shown so."""
    try:
        return parameters_in(submission.source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}  # why it can't be read is told by the report


def _with_mistake(exercise: ExerciseResult) -> ExerciseResult:
    """The exercise with what is known of its mistake said where it fails first."""
    known, checks = exercise.known_mistake, list(exercise.checks)
    for place, check in enumerate(checks):
        if known and check.verdict in ("failed", "errored"):
            cause = "\n".join(filter(None, (check.cause, f"{KNOWN} {known}")))
            checks[place] = check.model_copy(update={"cause": cause})
            break
    return exercise.model_copy(update={"checks": tuple(checks)})


class PublicChecks(Closing):
    """The public checks of a handout, drawn once, to run on a student's work again and again.

    Leaving the context ends the process that the work runs in. What `mends` wrong functions is
    looked for only where whoever waits can wait a second more.
    """

    def __init__(
        self,
        assignment: Assignment,
        exercises: Sequence[str] = (),
        begun: Begun = lambda _: None,
        *,
        mends: bool = False,
    ) -> None:
        self._mends = mends
        public = tuple(one for one in assignment.checks if one.public)
        self._checked = frozenset(one.exercise for one in public)
        self._names = tuple(exercises) or tuple(one.name for one in assignment.spec.exercises)
        kept = tuple(one for one in public if one.exercise in self._names)
        self.assignment = replace(assignment, checks=kept)
        self._prepared: Prepared | None = None
        self._sandbox: Sandbox | None = None
        self._begun = begun

    def report(self, submission: Submission, exercises: Sequence[str] = ()) -> Report:
        """Run the checks of some exercises (default: all of them) on a submission.

        The report holds only exercises that have checks; an exercise without any that is
        still a stub is noted.
        """
        if self._sandbox is None:  # first, so that it gets ready while examples are drawn
            memory = self.assignment.spec.limits.memory_mb << 20
            self._sandbox = Sandbox("D", Limits(memory_bytes=memory))
        if self._prepared is None:
            self._prepared = prepare_public(self.assignment)
        names = exercises or self._names
        checks = tuple(one for one in self.assignment.checks if one.exercise in names)
        prepared = replace(
            self._prepared,
            assignment=replace(self.assignment, checks=checks),
            checks=tuple(one for one in self._prepared.checks if one.check in checks),
            parameters=_parameters_in(submission),
        )
        marker = Marker(prepared, self._sandbox, begun=self._begins, mends=self._mends)
        try:
            report = marker.mark(submission)
        finally:
            self._begun(None)
        tried = tuple(_with_mistake(one) for one in report.exercises if one.checks)
        notes = report.notes
        if report.status == "graded":
            notes += self._unseen(submission, names)
        return report.model_copy(update={"exercises": tried, "notes": notes})

    def _begins(self, check: Check | None) -> None:
        self._begun(Ongoing(check, self.assignment.spec.limits.call_seconds))

    def _unseen(self, submission: Submission, names: Sequence[str]) -> tuple[str, ...]:
        """What no check can say: which exercises without public checks are still stubs."""
        stubs = [
            name
            for name, filled in filled_in(self.assignment, submission).items()
            if name in names and name not in self._checked and not filled
        ]
        if not stubs:
            return ()
        verb, they, have = ("is", "it", "has") if len(stubs) == 1 else ("are", "they", "have")
        return (f"{listed(stubs)} {verb} not filled in yet; {they} {have} hidden checks only.",)

    def close(self) -> None:
        """End the process that the work runs in; may be repeated."""
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None
