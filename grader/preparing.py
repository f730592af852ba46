"""Prepares an assignment once: draws each check's examples and runs them on the reference.

That proves the check on them, fills the memory of the reference's answers, and records which
calls the check makes, so that they can be sent to a worker ahead of the check.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.assignments import Assignment
from grader.checks import Check, Failure, Inputs, Observation
from grader.drawing import Searches, draw, seed_of
from grader.errors import CallFailed, CourseInvalid, StudentRaised
from grader.frames import Payload
from grader.reference import Memory, Reference, frozen, same, same_named
from grader.student import Call, Caller, LocalCaller, RemoteStudent, packed
from grader.wire import KeptDict, KeptList, KeptTuple


@dataclass(frozen=True)
class PlannedCall:
    """A call that a check makes of a right solution, packed for the wire."""

    call: Call
    request: Payload

    def fits(self, call: Call) -> bool:
        """Whether a call is this one: the same objects, or the same bytes."""
        mine = self.call
        if (mine.name, mine.watch) != (call.name, call.watch) or call.handle is not None:
            return False
        if _holds_kept([*call.args, *call.kwargs.values()]):
            return False
        if same(mine.args, call.args) and same_named(mine.kwargs, call.kwargs):
            return True
        return _packed(call) == self.request


@dataclass(frozen=True)
class Example:
    """One drawn input of a check, with what the reference answered on it.

    `passing` are digests of the replies to the planned calls that passed the check: a check is
    a function of what it is answered, so that the very same replies pass it again, unread.
    """

    inputs: Inputs
    memory: Memory
    plan: tuple[PlannedCall, ...]
    passing: set[bytes] = field(default_factory=set)


@dataclass(frozen=True)
class PreparedCheck:
    """A check, its examples, and why it cannot be run if the reference itself fails it.

    `searches` are those for the smallest failing input that submissions have led to so far.
    """

    check: Check
    seed: int
    examples: tuple[Example, ...]
    fault: str = ""
    searches: Searches = field(default_factory=Searches)


@dataclass(frozen=True)
class Prepared:
    """An assignment ready to mark any number of submissions."""

    assignment: Assignment
    seed: int
    checks: tuple[PreparedCheck, ...]
    reference: Mapping[str, Any]
    parameters: Mapping[str, Sequence[str]]

    @property
    def data(self) -> Path:
        """Where the assignment's arrays lie."""
        return self.assignment.folder / "data"

    def checks_of(self, exercise: str) -> tuple[PreparedCheck, ...]:
        """The exercise's checks, in file order."""
        return tuple(one for one in self.checks if one.check.exercise == exercise)


class _NoFunctions:
    """Packs calls whose arguments are all values; others are not planned."""

    def pack(self, value: Any) -> list[Any]:
        raise TypeError(f"{type(value).__name__} does not cross by value")

    def keep(self, _: Any) -> None:
        return None

    def unpack(self, tagged: list[Any]) -> Any:
        raise TypeError(f"nothing is read here: {tagged[0]}")


def _packed(call: Call) -> Payload | None:
    try:
        return packed(call, _NoFunctions())
    except TypeError:
        return None


def _holds_kept(value: Any) -> bool:
    """Whether a value holds an object of the worker's: its number is another each time."""
    if isinstance(value, KeptTuple | KeptList | KeptDict):
        return True
    if isinstance(value, dict):
        return any(map(_holds_kept, value.values()))
    return isinstance(value, list | tuple) and any(map(_holds_kept, value))


class _Recorder:
    """Answers from the reference in this process, and notes each call for the plan."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self.plan: list[PlannedCall] = []

    def invoke(self, call: Call) -> Observation:
        known = call.handle is None and not _holds_kept([*call.args, *call.kwargs.values()])
        request = _packed(call) if known else None
        if request is not None:
            self.plan.append(PlannedCall(call, request))
        return self._caller.invoke(call)


# By check: examples that were prepared before, and the check's fault.
Known = Mapping[str, tuple[tuple[Example, ...], str]]


def prepare(
    assignment: Assignment, *, seed: int | None = None, known: Known | None = None
) -> Prepared:
    """Draw every check's examples and run them on the reference.

    A check that the reference fails, or that raises by its own fault, is kept with the
    reason: it is `broken` for every submission, and no student pays for it. What is `known`
    is taken as it is. Raises `CourseInvalid` when the reference does not even load.
    """
    number = assignment.spec.seed if seed is None else seed
    try:
        local = LocalCaller(assignment.reference, assignment.spec.module, given=assignment.given)
    except StudentRaised as fault:
        line = f" (line {fault.line})" if fault.line else ""
        raise CourseInvalid(
            f"solutions/{assignment.solution.name}{line} does not load: "
            f"{fault.own_name}: {fault.text}."
        ) from fault
    parameters = assignment.parameters()
    prepared = Prepared(assignment, number, (), local.namespace, parameters)
    checks = tuple(
        PreparedCheck(check, seed_of(number, assignment.slug, check.id), *known[check.id])
        if known and check.id in known
        else _prepare_check(check, prepared, local)
        for check in assignment.checks
    )
    return Prepared(assignment, number, checks, local.namespace, parameters)


def prepare_public(assignment: Assignment) -> Prepared:
    """Draw the examples of public checks, which need no reference: a student has none."""
    number = assignment.spec.seed
    checks = []
    for check in assignment.checks:
        seed = seed_of(number, assignment.slug, check.id)
        drawn = [Example(frozen(inputs), Memory(), ()) for inputs in draw(check, seed)]
        checks.append(PreparedCheck(check, seed, tuple(drawn)))
    return Prepared(assignment, number, tuple(checks), {}, {})


def _prepare_check(check: Check, prepared: Prepared, local: LocalCaller) -> PreparedCheck:
    number = seed_of(prepared.seed, prepared.assignment.slug, check.id)
    examples = []
    for inputs in draw(check, number):
        recorder, memory = _Recorder(local), Memory()
        student = RemoteStudent(recorder, prepared.parameters)
        fault = ""
        try:
            check(student, Reference(prepared.reference, prepared.data, memory), **frozen(inputs))
        except Failure as failure:
            fault = f"check {check.id} fails on the reference: {failure.message}"
        except CallFailed as failure:
            fault = f"check {check.id}: the reference fails: {failure.message}"
        except Exception:  # noqa: BLE001 (whatever the author's code raises is the author's fault)
            fault = f"check {check.id} raised by its own fault: {last_line()}"
        memory.complete = True
        if fault:
            return PreparedCheck(check, number, (), fault)
        examples.append(Example(inputs, memory, tuple(recorder.plan)))
    return PreparedCheck(check, number, tuple(examples))


def last_line() -> str:
    """The exception being handled, and where in the check it was raised, in one line."""
    lines = traceback.format_exc(limit=-1).strip().splitlines()
    where = next((line.strip() for line in lines if line.strip().startswith("File")), "")
    line = where.rpartition("line ")[2].partition(",")[0]
    return f"{lines[-1]}" + (f" (line {line})" if line else "")
