"""The course proves itself: each failure is one sentence that ends with what mends it.

It runs the course's own code only. What it finds is yielded, never printed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from grader.assignments import Assignment, Course, Misconception
from grader.checks import Failure
from grader.errors import CallFailed, GraderError
from grader.handout import FOLDER, handout, handout_of, solution_lines, stale, stub_of
from grader.junk import JUNK
from grader.marking import Marker
from grader.mistakes import KnownMistakes, behaviour_of, failing
from grader.preparing import Prepared, PreparedCheck, prepare
from grader.proving_pictures import prove_pictures
from grader.reference import Reference
from grader.replaying import Behaviour
from grader.results import Report, Rung
from grader.sandbox import Limits, Sandbox
from grader.student import LocalCaller, RemoteStudent
from grader.submissions import Submission

SEEDS = 3
# A shorter line says nothing ("return A"): it may stand in a handout by chance.
TELLING = 16


@dataclass
class Proof:
    """What was proved of one assignment, and each sentence about what was not."""

    slug: str
    checks: int = 0
    accepted: int = 0
    named: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    misnamed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def misconceptions(self) -> int:
        """How many misconceptions there are."""
        return len(self.named) + len(self.unnamed) + len(self.misnamed)


def prove(course: Course, slug: str, rung: Rung) -> Proof:
    """Prove one assignment; whatever keeps it from being tried is a fault as well."""
    proof = Proof(slug)
    try:
        assignment = course.load(slug)
        proof.checks = len(assignment.checks)
        proof.faults += _declared(assignment)
        proof.faults += _handed_out(assignment)
        proof.faults += _run(assignment, rung, proof)
    except GraderError as fault:
        proof.faults.append(f"{fault} Mend it and run `grade prove {slug}`.")
    return proof


def prove_handout(course: Course) -> list[str]:
    """Whether `student_template/` is fresh."""
    try:
        found = stale(handout(course), course.root / FOLDER)
    except GraderError as fault:
        return [str(fault)]
    return [f"{sentence}; run `grade handout`." for sentence in found]


def _declared(assignment: Assignment) -> Iterator[str]:
    """What the files say of themselves: points, titles, hints, names."""
    toml = f"assignments/{assignment.slug}/assignment.toml"
    checks_py = f"assignments/{assignment.slug}/checks.py"
    for exercise in assignment.spec.exercises:
        checks = assignment.checks_of(exercise.name)
        points = sum(check.points for check in checks)
        if not checks:
            yield f"Exercise {exercise.name} has no check; write one in {checks_py}."
        elif points != exercise.points:
            yield (
                f"The checks of {exercise.name} add up to {points} points, and {toml} says "
                f"{exercise.points}; make them agree."
            )
    if assignment.max_score != assignment.spec.points:
        yield (
            f"All checks add up to {assignment.max_score} points, and {toml} says "
            f"{assignment.spec.points}; make them agree."
        )
    for check in assignment.checks:
        if not check.title:
            yield f"Check {check.id} has no title; give its function a docstring in {checks_py}."
        if not check.hint:
            yield f"Check {check.id} has no hint; give it one in {checks_py}."
    ids = [one.id for one in assignment.misconceptions()]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"Misconception {name} is listed {ids.count(name)} times; give each its own id."
    names = {exercise.name for exercise in assignment.spec.exercises}
    for one in assignment.misconceptions():
        if one.exercise not in names:
            yield f"Misconception {one.id} is of {one.exercise!r}, no exercise; correct its name."


def _handed_out(assignment: Assignment) -> Iterator[str]:
    """Nothing of the solutions, hidden checks or misconceptions is in the handout."""
    tree = handout_of(assignment)
    stub = stub_of(assignment)
    secrets = {
        part: "a line of the solution"
        for line in solution_lines(assignment.reference)
        for part in _parts(line.strip())
        if len(part) >= TELLING and part not in stub
    }
    public = [check for check in assignment.checks if check.public]
    for check in assignment.checks:
        if not check.public:
            secrets[check.id] = "a hidden check"
            if all(check.hint != other.hint for other in public):
                secrets[check.hint] = "the hint of a hidden check"
    for one in assignment.misconceptions():
        secrets[one.id] = "a misconception"
        if all(one.hint != check.hint for check in public):
            secrets[one.hint] = "the hint of a misconception"
    for path, content in tree.items():
        text = content.decode("utf-8", "replace")
        for secret, what in secrets.items():
            if secret and secret in text:
                yield (
                    f"{FOLDER}/{assignment.slug}/{path} would hold {what} ({secret[:60]!r}); "
                    "take it out of what the handout is made from."
                )


def _parts(line: str) -> list[str]:
    """A line, and the value that it returns or assigns: that alone gives as much away.

    A plain call is no secret: it is how the handout writes the signature.
    """
    values = [line.removeprefix("return "), line.partition(" = ")[2]]
    return [line, *[value for value in values if not re.fullmatch(r"\w+\([\w, ]*\)", value)]]


def _run(assignment: Assignment, rung: Rung, proof: Proof) -> Iterator[str]:
    """What only running shows."""
    limits = Limits(memory_bytes=assignment.spec.limits.memory_mb << 20)
    prepared = prepare(assignment)
    yield from _sound(prepared)
    if any(one.fault for one in prepared.checks):
        return
    with Sandbox(rung, limits) as sandbox:
        marker = Marker(prepared, sandbox)
        for step in range(1, SEEDS):
            seed = assignment.spec.seed + step
            again = prepare(assignment, seed=seed)
            yield from _sound(again)
            report = Marker(again, sandbox).mark(_submission(assignment, assignment.reference))
            yield from _full(report, f"The reference, with seed {seed},")
        report = marker.mark(_submission(assignment, assignment.reference))
        yield from _full(report, "The reference")
        yield from _empty(marker.mark(_submission(assignment, stub_of(assignment))))
        for name, source in assignment.accepted().items():
            proof.accepted += 1
            report = marker.mark(_submission(assignment, source))
            yield from _full(report, f"The accepted solution {name}")
    yield from _junk(prepared)
    yield from _public(prepared)
    yield from prove_pictures(prepared)
    yield from _mistaken(prepared, proof)


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
                    f"{who} gets {check.verdict} on {check.id} ({_short(check.message)}); "
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


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 160 else line[:160] + "…"


def _junk(prepared: Prepared) -> Iterator[str]:
    """Whatever a function returns, a check fails as a check: it never raises by itself."""
    assignment = prepared.assignment
    for exercise in assignment.spec.exercises:
        for text in JUNK:
            source = f"import numpy as np\n\n\ndef {exercise.name}(*args, **kwargs):\n    {text}\n"
            caller = LocalCaller(
                f"{assignment.reference}\n\n{source}",
                assignment.spec.module,
                given=assignment.given,
            )
            for one in prepared.checks_of(exercise.name):
                fault = _raises(prepared, one, caller)
                if fault:
                    yield (
                        f"Check {one.check.id} raises {fault} when {exercise.name} does `{text}`; "
                        "pass what students return through grader.compare before touching it."
                    )


def _raises(prepared: Prepared, one: PreparedCheck, caller: LocalCaller) -> str:
    student = RemoteStudent(caller, prepared.parameters)
    for example in one.examples[:2]:
        reference = Reference(prepared.reference, prepared.data, example.memory)
        try:
            one.check(student, reference, **example.inputs)
        except (Failure, CallFailed):
            continue
        except Exception as fault:  # noqa: BLE001 (that is what is looked for)
            return f"{type(fault).__name__} ({_short(str(fault))})"
    return ""


class _NoReference:
    """What a student has in place of the reference."""

    def __getattr__(self, name: str) -> object:
        raise LookupError(name)


def _public(prepared: Prepared) -> Iterator[str]:
    """Public checks run without the reference, which students do not have."""
    assignment = prepared.assignment
    caller = LocalCaller(assignment.reference, assignment.spec.module, given=assignment.given)
    student = RemoteStudent(caller, prepared.parameters)
    for one in prepared.checks:
        if not one.check.public:
            continue
        try:
            one.check(student, _NoReference(), **one.examples[0].inputs)  # type: ignore[arg-type]
        except LookupError as fault:
            yield (
                f"The public check {one.check.id} asks the reference for {fault.args[0]}, which "
                "students do not have; state its law without it, or make it hidden."
            )
        except (Failure, CallFailed) as fault:
            yield f"The public check {one.check.id} fails without the reference: {fault}."


def _mistaken(prepared: Prepared, proof: Proof) -> Iterator[str]:
    """Every misconception is killed, and every check kills."""
    assignment = prepared.assignment
    known = KnownMistakes(prepared)
    killers: dict[str, list[str]] = {check.id: [] for check in assignment.checks}
    for one in assignment.misconceptions():
        try:
            caller = LocalCaller(one.source, assignment.spec.module, given=assignment.given)
        except CallFailed as failure:
            yield f"Misconception {one.id} does not load ({failure}); mend its change."
            continue
        killed = failing(prepared, one.exercise, caller)
        for name in killed:
            killers[name].append(one.id)
        if not killed:
            yield (
                f"Misconception {one.id} passes every check of {one.exercise}; write a check that "
                "catches it, or take it out if it is right."
            )
        behaviours = {name: behaviour_of(prepared, name, caller) for name in killed}
        passed = {check.id for check in assignment.checks_of(one.exercise)} - {*killed}
        _count(proof, known, one, behaviours, passed)
    for check in assignment.checks:
        if not killers[check.id] and not check.kills_nothing:
            yield (
                f"Check {check.id} fails for no misconception, so nothing shows that it can fail; "
                "add a misconception that it kills, or say why in `kills_nothing`."
            )
        if killers[check.id] and check.kills_nothing:
            yield (
                f"Check {check.id} says that it kills nothing, and kills {killers[check.id][0]}; "
                "remove `kills_nothing`."
            )


def _count(
    proof: Proof,
    known: KnownMistakes,
    one: Misconception,
    behaviours: Mapping[str, Behaviour],
    passed: Collection[str],
) -> None:
    found = known.name(one.exercise, behaviours, passed)
    if found is None:
        proof.unnamed.append(one.id)
    elif found.id == one.id:
        proof.named.append(one.id)
    else:
        proof.misnamed.append(one.id)
