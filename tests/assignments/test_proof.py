"""The course of this repository proves itself, and its handout gives nothing away."""

import json
import re
from pathlib import Path

from grader.course import KNOWN_MISTAKES, solution_lines
from grader.course.course import load_course
from grader.course.misconceptions import misconceptions_of
from grader.handout import FOLDER
from grader.proof.prove import prove, prove_handout
from grader.proof.record import stale_records
from grader.sandbox.probing import best_rung

ROOT = Path(__file__).resolve().parents[2]
COURSE = load_course(ROOT)
PUBLIC = {check.id for slug in COURSE.slugs() for check in COURSE.load(slug).checks if check.public}
GIVEN = {name for slug in COURSE.slugs() for name in COURSE.load(slug).given}

TEXTS = {
    path: path.read_text(encoding="utf-8")
    for path in (ROOT / FOLDER).rglob("*")
    if path.is_file() and path.suffix != ".whl"  # of `grade handout --wheel`
}
TOLD = [
    one
    for path, text in TEXTS.items()
    if path.name == KNOWN_MISTAKES
    for one in json.loads(text)["mistakes"]
]


def test_the_assignment_is_proved(tried_slug):
    proof = prove(COURSE, tried_slug, best_rung(allow_unsafe=True))
    assert proof.faults == []
    assert proof.misnamed == []
    assert proof.mutants > 100
    # Every misconception is told apart from the others.
    assert proof.unnamed == []
    assert proof.accepted >= 6


def test_the_handout_is_fresh():
    assert prove_handout(COURSE) == []


def test_nothing_has_changed_since_it_was_proved():
    assert stale_records(COURSE, COURSE.slugs()) == []


def test_each_commit_proves_another_part(beside):
    part_of = beside("part").part_of
    for count in (4, 16):
        parts = [part_of([*COURSE.slugs()], commits, count) for commits in range(count)]
        assert sorted(slug for part in parts for slug in part) == sorted(COURSE.slugs())
        assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_nothing_of_the_solution_or_hidden_checks_is_handed_out(every_slug):
    assignment = COURSE.load(every_slug)
    handed_out = "\n".join(TEXTS.values())
    public = {check.hint for check in assignment.checks if check.public}
    # Of another assignment a check of the same name may be public: it tells nothing of this one.
    secrets = [check.id for check in assignment.checks if check.id not in PUBLIC]
    secrets += [one.id for one in misconceptions_of(assignment)]
    # Of mistakes that a public check catches, be it of another assignment, the hint is handed out.
    assert {key for one in TOLD for key in one} == {"exercise", "hint", "checks"}
    public |= {one["hint"] for one in TOLD}
    # One may be the beginning of another.
    words = "\n".join(public)
    secrets += [one.hint for one in misconceptions_of(assignment) if one.hint not in words]
    stubs = (ROOT / FOLDER / every_slug / f"{assignment.spec.module}.py").read_text(
        encoding="utf-8"
    )
    lines = [
        line.strip()
        for line in solution_lines(assignment.reference)
        if len(line.strip()) > 15 and line.strip() not in stubs
    ]
    # Public checks and given code are written to be read: a line of them tells no solution.
    code = {"public_checks.py", *(f"{name}.py" for name in GIVEN)}
    texts = "\n".join(text for path, text in TEXTS.items() if path.name not in code)
    assert len(secrets) > 20
    # A name may be the end of another one. Looking for one as it is takes a hundredth of the time.
    found = [one for one in secrets if one in handed_out]
    assert [one for one in found if re.search(rf"\b{re.escape(one)}", handed_out)] == []
    assert [line for line in lines if line in texts] == []
