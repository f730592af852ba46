"""The proof of an assignment: its checks catch what is wrong and pass what is right.

It is made in parts that need nothing of each other, so that several processes share it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from grader.calls import MOST_REPLIES
from grader.course import Assignment, Course, accepted_of, misconceptions_of, stub_of
from grader.errors import GraderError
from grader.handout import FOLDER, handout, stale
from grader.marking import Marker
from grader.preparation import Example, Prepared, attempts, prepare, trusted
from grader.proof.forms import forms
from grader.proof.junk import junk, public
from grader.proof.leaks import handed_out, hinted
from grader.proof.look import Look, look
from grader.proof.misconceptions import mistaken, seen_in_public
from grader.proof.mutants import mutants
from grader.proof.non_answers import non_answers
from grader.proof.pictures import prove_pictures
from grader.proof.proof import Proof, Told, short
from grader.proof.told import stale_mistakes
from grader.results import Report, Rung
from grader.sandbox import Limits, Sandbox
from grader.submissions import Submission

SEEDS = 3
# The reference may return one part in so many of what is refused.
MOST_SHARE = 8
# So many files of a stale handout are named one by one.
MOST_STALE = 3


@dataclass(frozen=True)
class Part:
    """A part of an assignment's proof: of right work, of other seeds, of what is handed out, or
    what is wrong in the place of one `exercise`.
    """

    slug: str
    of: Literal["right work", "seeds", "handout", "exercise"]
    exercise: str = ""


def parts_of(seen: Look) -> list[Part]:
    """What the proof of an assignment consists of; nothing if it is not usable."""
    if not seen.usable:
        return []
    return [
        Part(seen.slug, "right work"),
        *(Part(seen.slug, "exercise", one) for one in seen.exercises),
        Part(seen.slug, "seeds"),
        Part(seen.slug, "handout"),
    ]


def largest_first(parts: Sequence[Part]) -> list[Part]:
    """The parts in the order in which to begin them, so that no process is left with a large one.

    The last exercise is mostly made of the others.
    """
    rest = [one for one in parts if one.of != "exercise"]
    exercises = [one for one in parts if one.of == "exercise"]
    return [*rest[:1], *reversed(exercises), *rest[1:]]


class Prover:
    """Proves parts of a course's assignments.

    For a part only those checks are prepared that it runs; those of the last assignment are kept.
    `told` hears what is being tried.
    """

    def __init__(self, course: Course, rung: Rung, told: Told | None = None) -> None:
        self._course = course
        self._rung = rung
        self._told = told
        self._assignment: Assignment | None = None
        self._known: dict[str, tuple[Example, ...]] = {}

    def part(self, part: Part) -> Proof:
        """What one part finds; whatever keeps it from being tried is a fault as well."""
        proof = Proof(part.slug)
        try:
            proof.faults += self._tried(part, proof)
        except GraderError as fault:
            proof.faults.append(f"{fault} Mend it and run `grade prove {part.slug}`.")
        return proof

    def _load(self, slug: str) -> Assignment:
        if self._assignment is None or self._assignment.slug != slug:
            self._assignment, self._known = self._course.load(slug), {}
        return self._assignment

    def _prepare(self, assignment: Assignment) -> Prepared:
        self._tell(assignment.slug, "examples are drawn")
        prepared = prepare(assignment, known=self._known)
        self._known |= {one.check.id: one.examples for one in prepared.checks if not one.fault}
        return prepared

    def _tell(self, slug: str, what: str) -> None:
        if self._told is not None:
            self._told(f"{slug}: {what}")

    def _tried(self, part: Part, proof: Proof) -> Iterator[str]:
        def told(what: str) -> None:
            self._tell(part.slug, what)

        assignment = self._load(part.slug)
        match part.of:
            case "right work":
                prepared = self._prepare(assignment)
                yield from _sound(prepared)
                if not any(one.fault for one in prepared.checks):
                    yield from _right(prepared, self._rung, proof, told)
            case "seeds":
                yield from _other_seeds(assignment, told)
            case "handout":
                told("what is handed out")
                yield from handed_out(assignment)
                yield from public(assignment)
                told("pictures")
                yield from prove_pictures(prepare(replace(assignment, checks=())))
            case "exercise":
                own = replace(assignment, checks=assignment.checks_of(part.exercise))
                prepared = self._prepare(own)
                if not any(one.fault for one in prepared.checks):
                    yield from _of_exercise(prepared, part.exercise, proof, told)


def prove(course: Course, slug: str, rung: Rung, told: Told | None = None) -> Proof:
    """Prove one assignment in this process (see `Prover`)."""
    seen = look(course, slug)
    prover = Prover(course, rung, told)
    return joined(seen, map(prover.part, parts_of(seen)))


def joined(seen: Look, parts: Iterable[Proof]) -> Proof:
    """One proof of what was seen first and of all its parts; a fault of several is told once."""
    whole = Proof(seen.slug, checks=seen.checks)
    for part in parts:
        for name in ("named", "unnamed", "misnamed", "public", "unearned", "faults"):
            getattr(whole, name).extend(getattr(part, name))
        whole.equivalent += part.equivalent
        whole.survivors += part.survivors
        if part.accepted is not None:
            whole.accepted = part.accepted
        if part.mutants is not None:
            whole.mutants = (whole.mutants or 0) + part.mutants
    faults = [*seen.faults, *whole.faults, *seen_in_public(whole)]
    return replace(whole, faults=[*dict.fromkeys(faults)])


def prove_handout(course: Course, only: Collection[str] | None = None) -> list[str]:
    """Whether `student_template/` is fresh, or `only` the folders of these in it."""
    try:
        tree = handout(course, only=only)
        found = [*stale_mistakes(course, only), *stale(tree, course.root / FOLDER, only)]
    except GraderError as fault:
        return [str(fault)]
    if len(found) > MOST_STALE:
        found = [f"{found[0]}, and so are {len(found) - 1} other files"]
    return [f"{sentence}; run `grade handout`." for sentence in found]


def _right(prepared: Prepared, rung: Rung, proof: Proof, told: Told) -> Iterator[str]:
    """That right work passes, and that the stub does not."""
    assignment = prepared.assignment
    limits = Limits(memory_bytes=assignment.spec.limits.memory_mb << 20)
    with Sandbox(rung, limits) as sandbox:
        marker = Marker(prepared, sandbox)
        told("the reference")
        report = marker.mark(_submission(assignment, assignment.reference))
        yield from _full(report, "The reference")
        yield from _empty(marker.mark(_submission(assignment, stub_of(assignment))))
        accepted = accepted_of(assignment)
        proof.accepted = len(accepted)
        for name, source in accepted.items():
            told(f"accepted solution {name}")
            report = marker.mark(_submission(assignment, source))
            yield from _full(report, f"The accepted solution {name}")


def _other_seeds(assignment: Assignment, told: Told) -> Iterator[str]:
    """The reference passes on the examples of other seeds, too."""
    for step in range(1, SEEDS):
        seed = assignment.spec.seed + step
        told(f"the reference with seed {seed}")
        yield from _sound(prepare(assignment, seed=seed, plans=False))


def _of_exercise(prepared: Prepared, exercise: str, proof: Proof, told: Told) -> Iterator[str]:
    """That what is wrong in the place of one exercise is caught, and breaks no check."""
    yield from mistaken(prepared, exercise, proof, told)
    missed = {name for one in proof.public for name in one.missed}
    known = misconceptions_of(prepared.assignment)
    yield from hinted(prepared.assignment, [one for one in known if one.id in missed])
    yield from mutants(prepared, exercise, proof, told)
    told(f"what is no answer for {exercise}")
    yield from _light(prepared, exercise)
    yield from junk(prepared, exercise)
    yield from forms(prepared, exercise)
    yield from non_answers(prepared, exercise, proof)


def _light(prepared: Prepared, exercise: str) -> Iterator[str]:
    """An exercise's replies are far from too much: others return more than a reference."""
    caller = trusted(prepared.assignment)
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
