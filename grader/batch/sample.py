"""A class of synthetic submissions, so that anyone can try the grader.

They are made from the course itself (reference, stub, misconceptions, accepted solutions)
and from a few ways to be broken. Seeded: the same number and seed give the same class.
"""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from grader.course import Assignment, accepted_of, function_span, misconceptions_of, stub
from grader.errors import UsageProblem
from grader.quizzes import ANSWERS, Papers, sample_answers

MANIFEST = ".sample.json"
NAMES = (
    "ada abel aisha alan amara anders anna arjun astrid bela bruno carla chen clara dario dilnoza "
    "edith elif emil emmy esra farid fatou felix freya gabriel grace hana hedy hugo ines ingrid "
    "isaac ivan jamal jana joan jonas julia kaito karim katherine kofi lena leo linh luca lucia "
    "maria marie mateo maya mei mina mohamed nadia nikola nina noor olga omar oscar paula pedro "
    "priya rafael rana rosa ruth samir sara sofia srinivasa tariq tess thea tomas ulla uma "
    "vera victor wanda wei xenia yara yusuf zainab zoe"
).split()


@dataclass(frozen=True)
class SampleKind:
    """One sort of submission: what it is, what it must come to, and its files."""

    what: str
    detail: str
    files: dict[str, bytes]


NOTHING = SampleKind("missing", "nothing handed in", {})
# Which of ten students, and of as many quizzes for each, have nothing, and what can't be read.
MISSING_TURN, UNREADABLE_TURN = 3, 6


def write_sample(
    folder: Path,
    assignments: list[Assignment],
    students: int,
    seed: int,
    papers: Papers | None = None,
    quizzes: Sequence[str] = (),
) -> int:
    """Write a class of `students` into `folder`, and what each is into `.sample.json`.

    They answer these `quizzes` too, each on a paper of his own. Returns how many files were
    written. Raises `UsageProblem` if the folder holds anything that is not an earlier sample.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise UsageProblem(f"{folder} is not empty, and no sample; name a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)  # noqa: S311 (a sample, not a secret)
    names = _names(students, rng)
    manifest: dict[str, dict[str, str]] = {name: {} for name in names}
    written = 0

    def hand_in(name: str, slug: str, kind: SampleKind) -> None:
        nonlocal written
        (folder / name).mkdir(exist_ok=True)  # who hands in nothing is of the class too
        manifest[name][slug] = f"{kind.what}: {kind.detail}"
        for relative, content in kind.files.items():
            path = folder / name / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            written += 1

    for number, assignment in enumerate(assignments):
        kinds = [*islice(cycle(_kinds(assignment, rng)), students)]
        # Another student each time has the first of them, which is right.
        turn = number % students
        for name, kind in zip(names, [*kinds[turn:], *kinds[:turn]], strict=True):
            hand_in(name, assignment.slug, kind)
    for place, name in enumerate(names):
        skill = rng.uniform(0.3, 1.0)
        for number, slug in enumerate(quizzes):
            assert papers is not None
            answers = sample_answers(papers.of(slug, name), skill, rng)
            hand_in(name, slug, _answered(slug, answers, skill, turn=place + number))
    text = json.dumps({"seed": seed, "students": manifest}, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return written


def _answered(slug: str, answers: str, skill: float, *, turn: int) -> SampleKind:
    """Answers to a quiz: of some in ten none are handed in, or can't be read."""
    if turn % 10 == MISSING_TURN:
        return NOTHING
    if turn % 10 == UNREADABLE_TURN:
        bare = re.sub(r'^(\w+) = "([a-z])"$', r"\1 = \2", answers, flags=re.MULTILINE)
        return SampleKind("broken", "answers without quotes", {f"{slug}/{ANSWERS}": bare.encode()})
    knows = f"knows {100 * skill:.0f} %"
    return SampleKind("answers", knows, {f"{slug}/{ANSWERS}": answers.encode()})


def _names(count: int, rng: random.Random) -> list[str]:
    names = list(NAMES)
    rng.shuffle(names)
    rounds = [f"{name}{n}" if n else name for n in range(count // len(names) + 1) for name in names]
    return sorted(rounds[:count])


def _kinds(assignment: Assignment, rng: random.Random) -> list[SampleKind]:
    """A mixed order in which every kind comes early, in the first five: right, wrong, unreadable or
    otherwise broken, missing, and unfinished.
    """
    broken = list(_broken(assignment))
    right = list(_right(assignment))
    mistaken = list(_mistaken(assignment))
    unfinished = list(_unfinished(assignment, rng))
    for part in (broken, right, mistaken, unfinished):
        rng.shuffle(part)
    mixed: list[SampleKind] = []
    while broken or mistaken or unfinished:
        last = unfinished if unfinished else mistaken[1:]
        mixed += [right[len(mixed) % len(right)], *mistaken[:1], *broken[:1], *last[:1]]
        del mistaken[: 1 if unfinished else 2], broken[:1], unfinished[:1]
    mixed.insert(3, NOTHING)
    return mixed


def _module(assignment: Assignment, source: str) -> dict[str, bytes]:
    return {f"{assignment.slug}/{assignment.spec.module}.py": source.encode()}


def _right(assignment: Assignment) -> Iterator[SampleKind]:
    yield SampleKind("right", "the reference", _module(assignment, assignment.reference))
    for name, source in accepted_of(assignment).items():
        yield SampleKind("right", name, _module(assignment, source))
    notebook = json.dumps(_notebook(assignment.reference)).encode()
    yield SampleKind("right", "as a notebook", {f"{assignment.slug}.ipynb": notebook})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo(f"{assignment.slug}/{assignment.spec.module}.py")
        archive.writestr(entry, assignment.reference)
    yield SampleKind("right", "as a zip archive", {f"{assignment.slug}.zip": packed.getvalue()})


def _notebook(source: str) -> dict[str, object]:
    cell: dict[str, object] = {
        "cell_type": "code",
        "execution_count": None,
        "id": "solution",
        "metadata": {},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def _mistaken(assignment: Assignment) -> Iterator[SampleKind]:
    for one in misconceptions_of(assignment):
        yield SampleKind("misconception", one.id, _module(assignment, one.source))


def _unfinished(assignment: Assignment, rng: random.Random) -> Iterator[SampleKind]:
    names = [exercise.name for exercise in assignment.spec.exercises]
    for cut in rng.sample(range(1, len(names)), k=min(4, len(names) - 1)):
        done = _partly(assignment, set(names[:cut]))
        yield SampleKind("unfinished", f"{cut} of {len(names)} done", _module(assignment, done))
    yield SampleKind("unfinished", "the stub", _module(assignment, _stub(assignment)))


def _stub(assignment: Assignment) -> str:
    return stub(assignment.reference, assignment.solution.name)


def _partly(assignment: Assignment, done: set[str]) -> str:
    """The reference for some exercises, the stub for the others."""
    source = assignment.reference
    stubbed = _stub(assignment)
    for exercise in reversed(assignment.spec.exercises):
        if exercise.name not in done:
            start, end = function_span(source, exercise.name)
            first, last = function_span(stubbed, exercise.name)
            source = source[:start] + stubbed[first:last] + source[end:]
    return source


def _broken(assignment: Assignment) -> Iterator[SampleKind]:
    slug, module = assignment.slug, assignment.spec.module
    first = assignment.spec.exercises[0].name
    reference = assignment.reference

    def within(body: str) -> dict[str, bytes]:
        replaced = f"\n\ndef {first}(*args, **kwargs):\n    {body}\n"
        return _module(assignment, reference + replaced)

    tricks: dict[str, Callable[[], dict[str, bytes]]] = {
        "syntax error": lambda: _module(assignment, reference + "\ndef oops(:\n"),
        "missing function": lambda: _module(
            assignment, reference.replace(f"def {first}(", f"def {first}_old(", 1)
        ),
        "hang": lambda: within("while True: pass"),
        "memory hog": lambda: within("return np.ones((10**6, 10**6))"),
        "exit": lambda: within("import os; os._exit(0)"),
        "empty file": lambda: _module(assignment, ""),
        "unreadable notebook": lambda: {f"{slug}.ipynb": b"this is not JSON"},
        "not UTF-8": lambda: {f"{slug}/{module}.py": b"# caf\xe9\n" + reference.encode()},
        "corrupt archive": lambda: {f"{slug}.zip": b"PK\x03\x04 and then nothing"},
    }
    for detail, make in tricks.items():
        yield SampleKind("broken", detail, make())
