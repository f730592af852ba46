"""Calls as they go over the wire, and replies as they come back from it.

What a reply says is checked here and turned into plain values or into a `CallFailed`; nothing
that a submission sent gets further unread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from grader.calls.call import Call, Caller, Handle
from grader.calls.told import (
    _ARRAY_TEXT,
    _OBJECT_TEXT,
    OWN_CLASS,
    SAFE_CLASSES,
    failure_told,
    told,
    warning_told,
)
from grader.outcome import (
    Observation,
    ProtocolViolation,
)
from grader.worker import (
    EXIT,
    INPUT,
    MEMORY,
    MOST_BASES,
    MOST_CALLERS,
    MOST_STEPS,
    MOST_WARNINGS,
    TIME,
)
from grader.worker.frames import Payload, WireError, payload
from grader.worker.wire import (
    UNSENDABLE,
    Encoder,
    Op,
    Opaque,
    Tag,
    decode,
)


class Ends:
    """The checker's end of what does not cross by value: handles and its own functions.

    `classes` are names of the course's own classes, which may be shown.
    """

    def __init__(self, caller: Caller, classes: Collection[str] = ()) -> None:
        self._caller = caller
        self._classes = SAFE_CLASSES.union(classes)
        self._functions: list[Callable[..., Any]] = []

    def pack(self, value: Any) -> list[Any]:
        """The number of a handle, or of a function that the worker may call back."""
        if isinstance(value, Handle):
            return [Tag.HANDLE.value, value.number]
        if callable(value):
            self._functions.append(value)
            return [Tag.FUNCTION.value, len(self._functions) - 1]
        raise TypeError(f"a check may not pass {type(value).__name__} to student code")

    def keep(self, value: Any) -> None:
        """Nothing: what a check passes has the class that it seems to have."""

    def unpack(self, tagged: list[Any]) -> Handle:
        """The handle for an object of the worker's."""
        match tagged:
            case [Tag.HANDLE, int(number), str(text)] if len(text) < 200 and text.isprintable():
                return Handle(number, self._described(text), self._caller)
        raise WireError("a malformed handle")

    def _described(self, text: str) -> str:
        """What a submission says of an object, as far as it is none of its own words."""
        name = text.removeprefix(_OBJECT_TEXT)
        known = name in self._classes if name != text else _ARRAY_TEXT.fullmatch(text)
        return text if known or text in UNSENDABLE else OWN_CLASS

    def asked_by(self, caller: Caller) -> Ends:
        """The same end, whose handles ask through another caller."""
        ends = copy(self)
        ends._caller = caller
        return ends

    def function(self, number: int) -> Callable[..., Any]:
        """The checker's function of that number; raises `WireError` if there is none."""
        if not 0 <= number < len(self._functions):
            raise WireError("a call to a function that was never passed")
        return self._functions[number]


def packed(call: Call, ends: Opaque, *, keep: int = 0) -> Payload:
    """The payload of a call; its result is kept for so many more, which may name it."""
    encoder = Encoder(ends)
    body: list[Any] = [call.op.value]
    if call.handle is not None:
        body.append(encoder.pack(call.handle))
    body.append(call.name)
    if call.op != Op.GET:
        body += [encoder.pack(call.args), encoder.pack(dict(call.kwargs))]
    if call.op == Op.CALL:
        body += [list(call.watch), keep]
    return payload(body, encoder.blobs)


def load_request(
    source: str,
    module: str,
    *,
    given: Mapping[str, str] | None = None,
    replaced: Sequence[str] = (),
    codes: Sequence[bytes] | None = None,
    exercises: Sequence[str] | None = None,
    exercise: str = "",
    forbidden: Sequence[str] = (),
    imports: Sequence[str] | None = None,
    guarded: Sequence[int] = (),
    seconds: float = 0.0,
    modules: Sequence[tuple[str, Sequence[bytes]]] = (),
) -> Payload:
    """The payload that loads a submission; `codes` is what the statements compile to that are run.

    They may take so many `seconds`. Of its functions only the `exercises` can be called, or all if
    that is None; what is `forbidden` in the `exercise` raises there. It may import Python's own
    modules and `imports`, or anything if that is None; in the lines `guarded` it waits for what
    is missing. The student's own `modules` are there with what their statements compile to.
    """
    return payload(
        [
            Op.LOAD.value,
            source,
            f"{module}.py",
            module,
            [*map(list, (given or {}).items())],
            [*replaced],
            None if codes is None else [*codes],
            None if exercises is None else [*exercises],
            exercise,
            [*forbidden],
            None if imports is None else [*imports],
            [*guarded],
            seconds,
            [[name, [*statements]] for name, statements in modules],
        ]
    )


@dataclass(frozen=True)
class NotRun:
    """A statement that was not run to its end while a submission was loaded: which, and why."""

    number: int
    why: str
    by_chance: bool


_WHY = {
    TIME: "it takes too long",
    MEMORY: "it asks for more memory than this assignment allows",
    EXIT: "it ends the program",
    INPUT: "it asks for input, and nobody is there to answer",
}
# Where a file of the grader's machine lies is nobody's business.
_PATH = re.compile(r"(?:[A-Za-z]:)?(?:[\\/][^\s\\/'\"():,;]+)+[\\/]([^\s\\/'\"():,;]+)")


def not_run(value: object) -> tuple[NotRun, ...]:
    """What a worker says that it left out while it loaded; raises `WireError`."""
    found = []
    for one in value if isinstance(value, list) else ():
        match one:
            case [int(number), str(kind), str(text)] if len(text) <= 1000:
                why = _WHY.get(str(kind)) or _raises(str(kind), str(text))
                found.append(NotRun(number, why, kind in (TIME, MEMORY)))
            case _:
                raise WireError("a malformed account of what was left out")
    return tuple(found)


def _raises(kind: str, text: str) -> str:
    name = kind if kind.isidentifier() else "an exception"
    if name in ("FileNotFoundError", "PermissionError"):
        return "it needs a file, and none is there when work is marked"
    said = _PATH.sub(r"\1", text).strip().partition("\n")[0].rstrip(".")
    return f"it raises {name}: {said[:200]}" if said else f"it raises {name}"


MOST_CHANGED = 64  # more than any call has arguments


def observed(message: list[Any], name: str, ends: Ends) -> Observation:
    """What a reply says of a call to `name`; raises `CallFailed` or `WireError`."""
    match message:
        case [Op.VALUE, tree, list(warned), list(changed), int(steps), bool(shared)] if (
            len(warned) <= MOST_WARNINGS and len(changed) <= MOST_CHANGED
        ):
            return Observation(
                value=told(decode(tree, ends)),
                warnings=tuple(warning_told(text) for text in warned),
                changed=tuple(text for text in changed if isinstance(text, str)),
                steps=min(max(steps, 0), MOST_STEPS),
                shared=shared,
            )
        case [
            Op.RAISED, list(bases), str(own), str(text), line, str(function), list(callers),
            str(outcome),
        ] if len(bases) <= MOST_BASES and len(callers) <= MOST_CALLERS:  # fmt: skip
            lines = (line, *callers)
            raise failure_told(bases, own, text, lines, function, outcome, name)
    raise WireError("a reply that is neither a value nor an error")


def violation(fault: WireError) -> ProtocolViolation:
    """The verdict for bytes that break the wire's rules."""
    return ProtocolViolation(f"The answer broke the protocol: {fault}")
