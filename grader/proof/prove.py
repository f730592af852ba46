"""The proof of an assignment: its checks catch what is wrong and pass what is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from grader.calls import MOST_REPLIES
from grader.course import Assignment, Course, accepted_of, stub_of
from grader.errors import GraderError
from grader.handout import FOLDER, handout, stale
from grader.marking import Marker
from grader.preparation import Prepared, attempts, prepare, trusted
from grader.proof.forms import forms
from grader.proof.junk import junk, public
from grader.proof.leaks import handed_out
from grader.proof.look import Look, look
from grader.proof.misconceptions import mistaken
from grader.proof.mutants import mutants
from grader.proof.non_answers import non_answers
from grader.proof.pictures import prove_pictures
from grader.proof.proof import Proof, Told, short
from grader.proof.told import stale_mistakes
from grader.results import Report, Rung
from grader.sandbox import Limits, Sandbox
from grader.submissions import Submission

Half = Literal["right", "wrong"]
HALVES: tuple[Half, Half] = ("right", "wrong")
SEEDS = 3
# The reference may return one part in so many of what is refused.
MOST_SHARE = 8
# So many files of a stale handout are named one by one.
MOST_STALE = 3


def prove(course: Course, slug: str, rung: Rung, told: Told | None = None) -> Proof:
    """Prove one assignment; whatever keeps it from being tried is a fault as well.

    `told` hears what is being tried.
    """
    seen = look(course, slug)
    if not seen.usable:
        return untried(seen)
    right, wrong = (prove_half(course, slug, half, rung, told) for half in HALVES)
    return joined(seen, right, wrong)


def prove_half(
    course: Course, slug: str, half: Half, rung: Rung, told: Told | None = None
) -> Proof:
    """What `prove` finds of right work, or of wrong work: each takes about as long."""
    proof = Proof(slug)

    def tell(what: str) -> None:
        if told is not None:
            told(f"{slug}: {what}")

    try:
        assignment = course.load(slug)
        if half == "right":
            proof.faults += handed_out(assignment)
            proof.faults += _right(assignment, rung, proof, tell)
        else:
            proof.faults += _wrong(assignment, proof, tell)
    except GraderError as fault:
        if half == "right":
            proof.faults.append(f"{fault} Mend it and run `grade prove {slug}`.")
    return proof


def joined(seen: Look, right: Proof, wrong: Proof) -> Proof:
    """One proof of what was seen first and its two halves, its faults in this order."""
    return replace(
        wrong,
        checks=seen.checks,
        accepted=right.accepted,
        unearned=right.unearned,
        faults=[*seen.faults, *right.faults, *wrong.faults],
    )


def untried(seen: Look) -> Proof:
    """What is proved of an assignment that cannot be tried."""
    return Proof(seen.slug, checks=seen.checks, faults=[*seen.faults])


def prove_handout(course: Course) -> list[str]:
    """Whether `student_template/` is fresh."""
    try:
        found = [*stale_mistakes(course), *stale(handout(course), course.root / FOLDER)]
    except GraderError as fault:
        return [str(fault)]
    if len(found) > MOST_STALE:
        found = [f"{found[0]}, and so are {len(found) - 1} other files"]
    return [f"{sentence}; run `grade handout`." for sentence in found]


def _right(assignment: Assignment, rung: Rung, proof: Proof, told: Told) -> Iterator[str]:
    """That right work passes on any seed, and what is no answer does not."""
    limits = Limits(memory_bytes=assignment.spec.limits.memory_mb << 20)
    told("examples are drawn")
    prepared = prepare(assignment)
    yield from _sound(prepared)
    if any(one.fault for one in prepared.checks):
        return
    with Sandbox(rung, limits) as sandbox:
        marker = Marker(prepared, sandbox)
        for step in range(1, SEEDS):
            seed = assignment.spec.seed + step
            told(f"the reference with seed {seed}")
            again = prepare(assignment, seed=seed)
            yield from _sound(again)
            report = Marker(again, sandbox).mark(_submission(assignment, assignment.reference))
            yield from _full(report, f"The reference, with seed {seed},")
        report = marker.mark(_submission(assignment, assignment.reference))
        yield from _full(report, "The reference")
        yield from _empty(marker.mark(_submission(assignment, stub_of(assignment))))
        accepted = accepted_of(assignment)
        proof.accepted = len(accepted)
        for name, source in accepted.items():
            told(f"accepted solution {name}")
            report = marker.mark(_submission(assignment, source))
            yield from _full(report, f"The accepted solution {name}")
    told("what is no answer")
    yield from _light(prepared)
    yield from junk(prepared)
    yield from forms(prepared)
    yield from public(prepared)
    yield from non_answers(prepared, proof)
    told("pictures")
    yield from prove_pictures(prepared)


def _wrong(assignment: Assignment, proof: Proof, told: Told) -> Iterator[str]:
    """That wrong work is caught."""
    prepared = prepare(assignment)
    if any(one.fault for one in prepared.checks):
        return  # it is told of right work
    yield from mistaken(prepared, proof, told)
    yield from mutants(prepared, proof, told)


def _light(prepared: Prepared) -> Iterator[str]:
    """No exercise's replies come near to what is too much: others return more than a reference."""
    assignment = prepared.assignment
    for exercise in assignment.exercises:
        caller = trusted(assignment)
        for one in prepared.checks_of(exercise):
            if not all(trial.held for trial in attempts(one, caller, prepared)):
                return  # it is told by those that look at the reference
        if MOST_SHARE * caller.returned > MOST_REPLIES:
            yield (
                f"In the checks of {exercise} the reference returns {caller.returned:,} bytes, and "
                f"{MOST_REPLIES:,} are too much: whoever returns more, such as larger caches, "
                "would lose points; use smaller inputs or fewer examples."
            )


def _submission(assignment: Assignment, source: str) -> Submission:
    return Submission(student="proof", assignment=assignment.slug, source=source)


def _sound(prepared: Prepared) -> Iterator[str]:
    for one in prepared.checks:
        if one.fault:
            yield f"With seed {prepared.seed}, {one.fault}. Mend the check or the reference."


def _full(report: Report, who: str) -> Iterator[str]:
    """Full marks, and nothing for a person to look at."""
    for exercise in report.exercises:
        for check in exercise.checks:
            if check.verdict != "passed":
                yield (
                    f"{who} gets {check.verdict} on {check.id} ({short(check.message)}); "
                    "mend the check if it asks too much, or else the solution."
                )
    if report.status != "graded":
        yield f"{who} is {report.status}: {report.problem}"
    for reason in report.held:
        yield f"{who} would be held for a person ({reason}); write it without that."


def _empty(report: Report) -> Iterator[str]:
    """The stub earns nothing, and is told that it is not filled in."""
    for exercise in report.exercises:
        for check in exercise.checks:
            if check.verdict not in ("not_implemented", "skipped") or check.earned:
                yield (
                    f"The stub gets {check.verdict} on {check.id}; make sure that the solution "
                    f"region of {exercise.name} holds its whole body."
                )
