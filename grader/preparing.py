"""Prepares an assignment once: draws each check's examples and runs them on the reference.

That proves the check on them, fills the memory of the reference's answers, and records which
calls the check makes, so that they can be sent to a worker ahead of the check.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from grader.assignments import Assignment
from grader.checks import Check, Failure, Inputs, Observation
from grader.drawing import Searches, draw, seed_of
from grader.earlier import Earlier, Parts, holds_names, named_like, names_in
from grader.errors import CallFailed, CourseInvalid, StudentRaised
from grader.frames import Payload
from grader.reference import (
    Memory,
    Reference,
    frozen,
    has_outline,
    outline,
    same,
    same_named,
)
from grader.student import Call, Caller, LocalCaller, RemoteStudent, packed
from grader.wire import KeptDict, KeptList, KeptTuple, Unsendable


@dataclass(frozen=True)
class PlannedCall:
    """A call that a check makes of a right solution, packed for the wire.

    Where it takes what an earlier call gave, it names that. The result is kept in the worker
    for as many calls as `keep` says, as one of them names it.
    """

    call: Call
    request: Payload
    keep: int = 0
    has_names: bool = False

    def fits(self, call: Call, given: Mapping[int, Any], place: int) -> bool:
        """Whether a call is this one: the same objects, or the same bytes.

        This is the call at that place of the plan; `given` are the values that calls at earlier
        places gave, in this run of the check.
        """
        mine = self.call
        if (mine.name, mine.watch) != (call.name, call.watch) or call.handle is not None:
            return False
        if self.has_names:
            try:
                args, kwargs = (
                    named_like(planned, actual, lambda back: given[place - back])
                    for planned, actual in ((mine.args, call.args), (mine.kwargs, call.kwargs))
                )
                call = replace(call, args=args, kwargs=kwargs)
            except LookupError:
                return False
        if _holds_kept([*call.args, *call.kwargs.values()]):
            return False
        if same(mine.args, call.args) and same_named(mine.kwargs, call.kwargs):
            return True
        return _packed(call, self.keep) == self.request


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
        if isinstance(value, Earlier):
            return value.packed()
        raise TypeError(f"{type(value).__name__} does not cross by value")

    def keep(self, _: Any) -> None:
        return None

    def unpack(self, tagged: list[Any]) -> Any:
        raise TypeError(f"nothing is read here: {tagged[0]}")


def _packed(call: Call, keep: int = 0) -> Payload | None:
    try:
        return packed(call, _NoFunctions(), keep=keep)
    except (TypeError, Unsendable):
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
        self._calls: list[Call] = []
        self._parts = Parts()

    def invoke(self, call: Call) -> Observation:
        place = len(self._calls)
        args, kwargs = (self._parts.named(each, place) for each in (call.args, dict(call.kwargs)))
        named = replace(call, args=args, kwargs=kwargs)
        known = call.handle is None and not _holds_kept([*args, *kwargs.values()])
        if not known or _packed(named) is None:
            return self._caller.invoke(call)
        self._calls.append(named)
        seen = self._caller.invoke(call)
        self._parts.add(place, seen.value)
        return seen

    def plan(self) -> tuple[PlannedCall, ...]:
        """The calls so far."""
        keep = [0] * len(self._calls)
        plan = []
        for place, call in enumerate(self._calls):
            for name in names_in([call.args, call.kwargs]):
                keep[place - name.back] = name.back  # the last one is the furthest
        for call, more in zip(self._calls, keep, strict=True):
            request = packed(call, _NoFunctions(), keep=more)
            plan.append(PlannedCall(call, request, more, holds_names([call.args, call.kwargs])))
        return tuple(plan)


# By check: examples that were prepared before.
Known = Mapping[str, tuple[Example, ...]]


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
        PreparedCheck(check, seed_of(number, assignment.slug, check.id), known[check.id])
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
        before, fault = outline(inputs), ""
        try:
            check(student, Reference(prepared.reference, prepared.data, memory), **frozen(inputs))
        except Failure as failure:
            fault = f"check {check.id} fails on the reference: {failure.message}"
        except CallFailed as failure:
            fault = f"check {check.id}: the reference fails: {failure.message}"
        except Exception:  # noqa: BLE001 (whatever the author's code raises is the author's fault)
            fault = f"check {check.id} raised by its own fault: {last_line()}"
        unchanged = memory.end() and has_outline(inputs, before)
        if not fault and not unchanged:
            fault = f"check {check.id} {CHANGES}"
        if fault:
            return PreparedCheck(check, number, (), fault)
        examples.append(Example(inputs, memory, recorder.plan()))
    return PreparedCheck(check, number, tuple(examples))


CHANGES = (
    "puts something else into a dict or list that it was given, by its inputs or by the "
    "reference; all submissions share these: work on a copy"
)


def last_line() -> str:
    """The exception being handled, and where in the check it was raised, in one line."""
    lines = traceback.format_exc(limit=-1).strip().splitlines()
    where = next((line.strip() for line in lines if line.strip().startswith("File")), "")
    line = where.rpartition("line ")[2].partition(",")[0]
    return f"{lines[-1]}" + (f" (line {line})" if line else "")
