"""Grades a class: discover, prepare, mark in parallel, write; yields reports as they come.

Every submission ends as a report, whatever happens on the way. Nothing here prints.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from grader.batch.earlier import Earlier, earlier, note_homes
from grader.batch.light import Light
from grader.batch.markers import Bench, Ready, writing_to, written
from grader.batch.pool import mark_in_parallel
from grader.batch.resume import Wanted, earlier_report
from grader.course import Assignment, Course, stub_of
from grader.errors import CourseInvalid, UsageProblem
from grader.marking import Gallery, asked_of, info_of, unmarkable
from grader.preparation import prepare_once
from grader.quizzes import Papers, mark
from grader.reports import read_report, sweep, write_class
from grader.results import Report, Rung
from grader.sandbox import best_rung
from grader.submissions import Asked, Expected, Submission, discover


@dataclass(frozen=True)
class Settings:
    """How to grade a class.

    `rung` forces a rung of isolation; without it the best safe one of this machine is used,
    and rung D only if `allow_unsafe`. `out` is where reports are written and looked up.
    `pictures` says whether reports hold what students' functions draw.
    """

    jobs: int = 1
    out: Path | None = None
    fresh: bool = False
    rung: Rung | None = None
    allow_unsafe: bool = False
    seed: int | None = None
    only: tuple[str, ...] = ()
    pictures: bool = True


@dataclass
class Grading:
    """A class being graded: how much there is to do, and the reports so far.

    `faults` says of an assignment that cannot be used why not; its submissions are `broken`.
    What is no assignment is a quiz, of which `papers` has each student's.
    So many reports of an earlier run still hold and are `kept`; `beside` is what else is there.
    """

    submissions: Sequence[Submission]
    settings: Settings
    assignments: Mapping[str, Assignment]
    faults: dict[str, str] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    done: dict[tuple[str, str], Report] = field(default_factory=dict)
    root: Path = Path()
    papers: Papers | None = None
    kept: int = 0
    beside: Earlier = field(default_factory=Earlier)
    _light: Light = field(default_factory=Light)

    @property
    def reports(self) -> list[Report]:
        """The reports so far, in the order of the submissions.

        With `out` they are without evidence and pictures, which would fill the memory with a
        class of a thousand: `whole` has them, from disk.
        """
        keys = [(one.student, one.assignment) for one in self.submissions]
        return [self.done[key] for key in keys if key in self.done]

    def whole(self) -> Iterator[Report]:
        """The reports so far with all that is in them, one at a time."""
        for report in self.reports:
            out = self.settings.out
            found = read_report(out, report.student, report.assignment) if out else None
            yield found or report

    def run(self) -> Iterator[Report]:
        """Mark what has no report yet; yields each that is made, as soon as it is there.

        With `out`, each report is on disk when it is yielded. Raises `GraderError` only for
        what concerns all of them (an invalid course, no safe sandbox).
        """
        if self.settings.out is not None:
            with writing_to(self.settings.out):
                sweep(self.settings.out)
        for report in self._mark(self.waiting):
            yield self._add(report)
        if self.settings.out is not None:
            self._write_class(self.settings.out)

    @cached_property
    def waiting(self) -> list[Submission]:
        """The submissions that are to be marked: those without an earlier report that holds."""
        waiting = []
        for submission in self.submissions:
            kept = self._kept(submission)
            if kept is None:
                waiting.append(submission)
            else:
                self.kept += 1
                self._add(kept)
        return waiting

    def _write_class(self, out: Path) -> None:
        """The class's own files, of which this run may be a part."""
        found = {(one.student, one.assignment) for one in self.submissions}
        self.beside = earlier(out, self.root, self.settings.only, found)
        with writing_to(out):
            note_homes(out, self.root, found)
            kept = [self._light.of(report) for report in self.beside.kept]
            write_class(out, [*self.reports, *kept], self.weights)

    def _add(self, report: Report) -> Report:
        kept = report if self.settings.out is None else self._light.of(report)
        self.done[report.student, report.assignment] = kept
        return report

    def _kept(self, submission: Submission) -> Report | None:
        """An earlier report that still holds."""
        settings = self.settings
        if settings.out is None or settings.fresh or submission.assignment in self.faults:
            return None
        assignment = self.assignments.get(submission.assignment)
        if assignment is None:
            assert self.papers is not None
            wanted = Wanted(self.papers.edition(submission.assignment))
            return earlier_report(settings.out, submission, wanted)
        wanted = Wanted(
            assignment.sha256,
            seed=assignment.spec.seed if settings.seed is None else settings.seed,
            rung=settings.rung,
            pictures=bool(settings.pictures and assignment.pictures),
        )
        return earlier_report(settings.out, submission, wanted)

    def _mark(self, waiting: Sequence[Submission]) -> Iterator[Report]:
        settings = self.settings
        for submission in waiting:
            if submission.assignment not in self.assignments.keys() | self.faults.keys():
                yield written(settings.out, self._answered(submission))
        needed = dict.fromkeys(one.assignment for one in waiting)
        usable = [self.assignments[slug] for slug in needed if slug in self.assignments]
        with contextlib.ExitStack() as stack:
            rung, bench = settings.rung, None
            jobs = min(settings.jobs, len(waiting))
            if usable and (jobs <= 1 or sys.platform != "linux"):
                bench = stack.enter_context(
                    Bench(rung, settings.allow_unsafe, fresh=settings.fresh)
                )
                bench.warm_up(usable)
            elif usable and rung is None:
                rung = best_rung(settings.allow_unsafe)
            ready = dict(self._prepared(usable))
            markable = [one for one in waiting if one.assignment in ready]
            for submission in waiting:
                if submission.assignment in self.faults:
                    report = unmarkable(submission, self.faults[submission.assignment])
                    yield written(settings.out, report)
            if not markable:
                return
            if bench is None:
                assert rung is not None
                yield from mark_in_parallel(
                    ready, markable, rung, settings.out, jobs, fresh=settings.fresh
                )
                return
            for one in ready.values():
                bench.add(one)
            for submission in markable:
                yield bench.mark_and_write(submission, settings.out)

    def _answered(self, submission: Submission) -> Report:
        """The report on the answers to a quiz; a fault of ours makes it a `broken` one."""
        assert self.papers is not None
        try:
            return mark(self.papers, submission, info_of(submission))
        except Exception as fault:  # noqa: BLE001 (one submission must not end the batch)
            said = f"{type(fault).__name__}: {fault}"
            problem = (
                str(fault) if isinstance(fault, CourseInvalid) else f"The grader failed: {said}"
            )
            return unmarkable(submission, problem).model_copy(update={"quiz": True})

    def _prepared(self, assignments: Sequence[Assignment]) -> Iterator[tuple[str, Ready]]:
        """The assignments with their examples; one that cannot be prepared is a fault."""
        for assignment in assignments:
            try:
                prepared = prepare_once(assignment, seed=self.settings.seed)
                wanted = self.settings.pictures and assignment.pictures
                yield assignment.slug, Ready(prepared, Gallery(prepared) if wanted else None)
            except CourseInvalid as fault:
                self.faults[assignment.slug] = str(fault)


def start(course: Course, root: Path, settings: Settings) -> Grading:
    """A class ready to be graded.

    Raises `UsageProblem` when there is none at `root`, and `CourseInvalid` when no assignment
    can be used; while some can, the submissions of the others are `broken`.
    """
    assignments: dict[str, Assignment] = {}
    faults: dict[str, CourseInvalid] = {}
    papers = Papers(course)
    quizzes: list[str] = []
    wanted = settings.only or (*course.slugs(), *course.quizzes())
    for slug in wanted:
        try:
            if slug in course.quizzes():
                papers.edition(slug)
                quizzes.append(slug)
            else:
                assignments[slug] = course.load(slug)
        except CourseInvalid as fault:
            faults[slug] = fault
    if not assignments and not quizzes:
        raise next(iter(faults.values()))
    expected = [
        Expected(slug, one.spec.module, asked_of(one), handout=partial(stub_of, one))
        for slug, one in assignments.items()
    ]
    expected += [Expected(slug, slug, answers=True) for slug in quizzes]
    expected += [
        Expected(slug, slug, answers=True)
        if slug in course.quizzes()
        else Expected(slug, course.module(slug))
        for slug in faults
    ]
    # What is not marked this time is there too: its files are nobody else's.
    others = [
        Expected(
            slug,
            course.module(slug),
            Asked(given=course.given(slug), forbidden=dict.fromkeys(course.exercises(slug), ())),
        )
        for slug in course.slugs()
        if slug not in assignments and slug not in faults
    ]
    others += [
        Expected(slug, slug, answers=True) for slug in course.quizzes() if slug not in wanted
    ]
    found = discover(root, expected, asked=settings.only, others=others)
    if settings.out is not None:
        _refuse_inside(settings.out, root)
    return Grading(
        found,
        settings,
        assignments,
        {slug: str(fault) for slug, fault in faults.items()},
        course.weights(),
        root=root,
        papers=papers,
    )


def _refuse_inside(out: Path, root: Path) -> None:
    if root.resolve() in (out.resolve(), *out.resolve().parents):
        raise UsageProblem(
            f"The reports would go to {out}, inside the submissions, where the next run would "
            "take them for a student's; name another folder with -o."
        )
