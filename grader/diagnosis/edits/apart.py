"""Edits of what a student wrote, made and compiled in a process that may be lost.

As with reading (see `grader.submissions.reader`): no single step of Python's parser or compiler can
be broken off. Nothing here is run, and the code goes to workers, unread.
"""

from __future__ import annotations
import __future__

import ast
import base64
import copy
import json
import marshal
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from grader.diagnosis.edits.repairs import Mend, Repairs
from grader.diagnosis.edits.steps import MOST_STEPS, Step, opened
from grader.diagnosis.edits.switched import Switch, switched
from grader.sandbox import answer_each
from grader.statements import first_line

# A student's function compiles to some kilobytes.
MOST_CODE = 8 << 20


@dataclass(frozen=True)
class Target:
    """A top-level statement that may be edited: where it begins, and the name that it binds."""

    line: int
    name: str


@dataclass(frozen=True)
class Base:
    """An edit on which others are tried: the target, the tier, and the number among these."""

    target: int
    tier: int
    number: int


@dataclass(frozen=True)
class Variant:
    """A target after an edit, compiled; `number` is the edit's, for a `Base`."""

    target: int
    number: int
    mend: Mend
    code: bytes


@dataclass(frozen=True)
class Wanted:
    """The edits that are asked for: of which targets of a source, on which lines, how far they go
    and how many of them; with `base`, on top of that one.
    """

    source: str
    filename: str
    targets: tuple[Target, ...]
    lines: tuple[int, ...]
    tier: int
    most: int
    base: Base | None = None


@dataclass(frozen=True)
class SwitchesWanted:
    """The edits that are asked for behind switches: of which targets of a source, on which lines,
    and how many of each tier of a target.
    """

    source: str
    filename: str
    targets: tuple[Target, ...]
    lines: tuple[int, ...]
    most: tuple[int, ...]


@dataclass(frozen=True)
class TargetSwitches:
    """The edits of a target, and what it compiles to with all of them in it (see `switched`).

    `size` is how many switches there are, with those of targets before it.
    """

    target: int
    code: bytes
    switches: tuple[Switch, ...]
    size: int


@dataclass(frozen=True)
class StepsWanted:
    """The steps that are asked for: of which targets of a source, on which lines."""

    source: str
    filename: str
    targets: tuple[Target, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True)
class TargetSteps:
    """The steps of a target, and what it compiles to with all of them open (see `opened`)."""

    target: int
    code: bytes
    steps: tuple[Step, ...]


def main(descriptor: int) -> None:
    """Serve whoever wants edits (started by it, as a program)."""
    wanted = Wanted(
        "def f(x):\n    return x.sum(axis=0) + 1\n", "f.py", (Target(1, "f"),), (2,), 1, 9
    )
    made_here(request_of(wanted))  # what Python sets up when it first compiles is then there
    answer_each(descriptor, made_here)


def request_of(wanted: Wanted | StepsWanted | SwitchesWanted) -> bytes:
    """What `made_here` is asked."""
    return json.dumps([type(wanted).__name__, asdict(wanted)]).encode()


def made_here(request: bytes) -> bytes:
    """The bytes that `variants_from` reads, or `steps_from`, or `switches_from`."""
    kind, told = json.loads(request)
    told["targets"] = tuple(Target(**one) for one in told["targets"])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an edit may make a comparison that Python doubts
            if kind == SwitchesWanted.__name__:
                return json.dumps([*_switches(SwitchesWanted(**told))]).encode()
            if kind == StepsWanted.__name__:
                return json.dumps([*_steps(StepsWanted(**told))]).encode()
            told["base"] = Base(**told["base"]) if told["base"] else None
            found = [*_variants(Wanted(**told))]
    except (SyntaxError, ValueError, RecursionError):
        found = []  # where Python cannot read or write it, there is nothing to edit
    return json.dumps(
        [[one.target, one.number, asdict(one.mend), _text_of(one.code)] for one in found]
    ).encode()


def _text_of(code: bytes) -> str:
    return base64.b64encode(code).decode()


def variants_from(answered: bytes) -> list[Variant]:
    """What `made_here` told."""
    return [
        Variant(target, number, Mend(**mend), base64.b64decode(code))
        for target, number, mend, code in json.loads(answered)
    ]


def steps_from(answered: bytes) -> list[TargetSteps]:
    """What `made_here` told of steps."""
    return [
        TargetSteps(target, base64.b64decode(code), tuple(map(_step_from, steps)))
        for target, code, steps in json.loads(answered)
    ]


def switches_from(answered: bytes) -> list[TargetSwitches]:
    """What `made_here` told of edits behind switches."""
    return [
        TargetSwitches(target, base64.b64decode(code), tuple(map(_switch_from, switches)), size)
        for target, code, switches, size in json.loads(answered)
    ]


def _switch_from(told: dict[str, Any]) -> Switch:
    return Switch(**{**told, "mend": Mend(**told["mend"]), "slots": tuple(told["slots"])})


def _step_from(told: dict[str, Any]) -> Step:
    return Step(**{**told, "reads": tuple(told["reads"]), "binds": tuple(told["binds"])})


def _steps(wanted: StepsWanted) -> Iterator[list[Any]]:
    for place, (target, statement) in enumerate(_found(wanted.source, wanted.targets).items()):
        root = ast.Module([statement], [])
        steps = opened(root, wanted.lines, place * MOST_STEPS)
        code = _compiled(root, wanted.filename)
        if code:
            yield [target, _text_of(code), [asdict(step) for step in steps]]


def _switches(wanted: SwitchesWanted) -> Iterator[list[Any]]:
    size = 0
    for target, statement in _found(wanted.source, wanted.targets).items():
        root, switches, size = switched(statement, frozenset(wanted.lines), wanted.most, size)
        code = _compiled(root, wanted.filename)
        if 0 < len(code) <= MOST_CODE:
            told = [{**vars(one), "mend": vars(one.mend)} for one in switches]
            yield [target, _text_of(code), told, size]


def _variants(wanted: Wanted) -> Iterator[Variant]:
    statements = _found(wanted.source, wanted.targets)
    most, lines, room = wanted.most, frozenset(wanted.lines), MOST_CODE
    base = wanted.base
    if base is not None:
        edits = Repairs(statements[base.target], lines)
        laid = next(islice(edits.of(base.tier, base.number + 1), base.number, None))
        statements[base.target] = copy.deepcopy(edits.root).body[0]
        lines -= {laid.line}
    for target, statement in statements.items():
        edits = Repairs(statement, lines)
        for number, mend in enumerate(edits.of(wanted.tier, most)):
            code = _compiled(edits.root, wanted.filename)
            room -= len(code)
            if most <= 0 or room < 0:
                return
            if code:
                most -= 1
                yield Variant(target, number, mend, code)


def _found(source: str, targets: Sequence[Target]) -> dict[int, ast.stmt]:
    wanted = {(one.line, one.name): number for number, one in enumerate(targets)}
    found = {}
    for statement in ast.parse(source).body:
        name = getattr(statement, "name", "")
        number = wanted.get((first_line(statement), name))
        if number is not None:
            found[number] = statement
    return dict(sorted(found.items()))


def _compiled(root: ast.Module, filename: str) -> bytes:
    """What a variant compiles to, or nothing where Python refuses it.

    As the file itself is compiled: annotations are never worked out.
    """
    flags = __future__.annotations.compiler_flag
    ast.fix_missing_locations(root)
    try:
        return marshal.dumps(compile(root, filename, "exec", flags=flags, dont_inherit=True))
    except (SyntaxError, ValueError, RecursionError, OverflowError):
        return b""
