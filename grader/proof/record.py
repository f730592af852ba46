"""What is written down of a proof: beside the assignment, with a digest of what was proved.

A proof takes up to half a minute of processor time, so not every push tries all of them. Whoever
changes an assignment has to prove it again, as its record is stale until then; a changed grader is
tried on a quarter of the course at each push.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.course import COMMON, Assignment, Course, homes, unrun
from grader.errors import CourseInvalid
from grader.proof.proof import Proof

RECORD = "proof.json"
_SOURCES = (".py", ".toml", ".md", ".npz")


def write_record(course: Course, proof: Proof) -> None:
    """Write down what was proved; what was not leaves the record as it was."""
    if proof.faults:
        return
    assignment = course.load(proof.slug)
    told = {
        "content": content_of(assignment),
        "checks": proof.checks,
        "accepted": proof.accepted,
        "misconceptions": proof.misconceptions,
        "not_named": sorted(proof.unnamed),
        "mutants": proof.mutants,
        "equivalent": proof.equivalent,
        "public": {one.exercise: [one.killed, one.misconceptions] for one in proof.public},
    }
    path = assignment.folder / RECORD
    path.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def stale_records(course: Course, slugs: Iterable[str]) -> list[str]:
    """A sentence on each of these assignments that was not proved as it is; nothing is run."""
    return [fault for slug in slugs for fault in _stale(course, slug)]


def _stale(course: Course, slug: str) -> Iterator[str]:
    recorded = _recorded(course.root / "assignments" / slug)
    try:
        content = content_of(unrun(course.root, slug))
    except CourseInvalid as fault:
        yield from (
            f"{sentence} Mend it and run `grade prove {slug}`." for sentence in fault.sentences
        )
        return
    if not recorded:
        yield f"{slug} was never proved: run `grade prove {slug}`."
    elif recorded != content:
        yield f"{slug} has changed since it was proved: run `grade prove {slug}`."


def content_of(assignment: Assignment) -> str:
    """Digest of all files that a proof of this assignment rests on, but for the grader's."""
    digest = hashlib.sha256()
    for path in _files(assignment):
        content = path.read_bytes()
        digest.update(f"{path.name}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def _recorded(folder: Path) -> str:
    try:
        told = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(told.get("content", "")) if isinstance(told, dict) else ""


def _files(assignment: Assignment) -> list[Path]:
    """The assignment's own files, its reference, and what these take from the common parts."""
    folder = assignment.folder
    own = [path for path in sorted(folder.rglob("*")) if path.suffix in _SOURCES]
    found = dict.fromkeys([*own, assignment.solution])
    waiting = [path for path in found if path.suffix == ".py"]
    while waiting:
        for other in _taken(waiting.pop(), folder, assignment.spec.given):
            if other not in found:
                found[other] = None
                waiting += [other] if other.suffix == ".py" else []
    return sorted(found, key=lambda path: path.relative_to(folder.parent.parent).as_posix())


def _taken(path: Path, folder: Path, given: Iterable[str]) -> Iterator[Path]:
    """The modules of `common/`, its given code and its arrays that a file names."""
    try:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
    except (SyntaxError, UnicodeDecodeError):
        return  # it cannot be proved as it is
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module)):
                names = [module, *(f"{module}.{one.name}" for one in node.names)]
            case ast.Import():
                names = [one.name for one in node.names]
            case _:
                continue
        paths = [
            folder.parent.joinpath(*name.split(".")).with_suffix(".py")
            for name in names
            if name.partition(".")[0] == COMMON
        ]
        yield from (path for path in paths if path.is_file())
    _, code = homes(folder, "given")
    yield from (one for name in given if (one := code / f"{name}.py").is_file())
    _, data = homes(folder, "data")
    yield from (one for one in sorted(data.glob("*.npz")) if f'"{one.stem}"' in text)
