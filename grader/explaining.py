"""The evidence for a failed check: the call as code that can be pasted, and what came back.

A check may make several calls before a comparison fails: the one whose value was looked at
is shown, with the index of the part that was wrong. Nothing here judges; it is asked only
for failures that are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.checks import Failure, Inputs, Observation
from grader.difference import lowered
from grader.errors import CallFailed, StudentRaised
from grader.factors import EITHER_TWO
from grader.meanings import meaning_of
from grader.numeric import NO_MULTIPLE
from grader.results import Counterexample
from grader.show import code, is_short_name, is_whole, source
from grader.student import Call, Handle, Told
from grader.wire import KeptDict, KeptList, KeptTuple, Op

# Arguments that are longer than this get a line of their own; in a long call, so do shorter ones.
SHORT, SHORTER = 24, 12
WIDTH = 88
MOST_EARLIER = 6
_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


@dataclass(frozen=True)
class Made:
    """A call that a check made, and what was seen of it; None where no value came back."""

    call: Call
    seen: Observation | None


def explain_failure(
    failure: Failure,
    inputs: Inputs,
    made: Sequence[Made],
    parameters: Mapping[str, Sequence[str]],
    *,
    public: bool,
) -> dict[str, Any]:
    """The fields of a `CheckResult` that say why its check failed on these inputs.

    Of a hidden check (not `public`) nothing is shown that the submission itself wrote.
    """
    place, path = _looked_at(failure, made)
    snippet = _Snippet(inputs, made[: place + 1], parameters, public=public)
    seen = made[place].seen if made else None
    got = failure.got if failure.got is not None or seen is None else seen.value
    message = _sentence(failure.message)
    cause = ""
    if failure.because is not None:
        # A student's infinities and NaNs must not warn about our arithmetic.
        with np.errstate(all="ignore"):
            cause = failure.because(snippet.known())
    return {
        "message": message,
        "cause": cause,
        "counterexample": snippet.counterexample(
            path=path,
            name=failure.what,
            got=_text(got if public else without_words(got)),
            want="" if failure.want is None else _text(failure.want),
            gradients=failure.gradients,
        ),
        "warnings": tuple(dict.fromkeys(seen.warnings)) if seen is not None else (),
    }


def explain_error(
    failure: CallFailed,
    inputs: Inputs,
    made: Sequence[Made],
    parameters: Mapping[str, Sequence[str]],
    *,
    public: bool,
) -> dict[str, Any]:
    """The fields of a `CheckResult` whose check's last call gave no value."""
    if not made:
        return {}
    counterexample = _Snippet(inputs, made, parameters, public=public).counterexample()
    cause = ""
    if isinstance(failure, StudentRaised):
        cause = meaning_of(failure.type_name, failure.text)
    return {"counterexample": counterexample, "cause": cause}


def is_vague(cause: str) -> bool:
    """Whether another input may tell more than this cause does."""
    return all(EITHER_TWO in line or NO_MULTIPLE in line for line in cause.splitlines())


def on_another_input(cause: str) -> str:
    """A cause that shows on another input than the one that is shown."""
    return f"On another input: {lowered(cause)}"


def without_words(value: Any) -> Any:
    """A value without what a submission wrote in it: that could be the inputs of hidden checks.

    Short names stay, or a dict could not be told from another.
    """
    if isinstance(value, Told) and not is_short_name(value):
        return f"<a text of {len(value)} characters>"
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    if isinstance(value, dict):
        return {without_words(key): without_words(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        plain = [without_words(item) for item in value]
        return tuple(plain) if isinstance(value, tuple) else plain
    return value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else code(value, digits=6)


def _sentence(message: str) -> str:
    """The message with a capital, but a name like dw stays as it is."""
    if message.startswith(("the ", "a ", "an ", "every ", "all ", "one ")):
        return message[0].upper() + message[1:]
    return message


# Which call, and which part of its value


def _looked_at(failure: Failure, made: Sequence[Made]) -> tuple[int, tuple[Any, ...]]:
    """The place of the call whose value the failure is about, and the way to the part of it."""
    part = failure.got
    if failure.gradients and isinstance(part, dict) and part:
        part = next(iter(part.values()))
    for place in range(len(made) - 1, -1, -1):
        seen = made[place].seen
        path = _path(seen.value, part) if seen is not None and part is not None else None
        if path is not None:
            return place, () if failure.gradients else path
    return len(made) - 1, ()


def _path(value: Any, part: Any, depth: int = 0) -> tuple[Any, ...] | None:
    """The keys that lead from a value to a part of it, which is known by identity."""
    # Small numbers are one object wherever they stand: inside of others they tell nothing.
    if value is part and not (depth and isinstance(part, bool | int | str | None)):
        return ()
    if isinstance(value, np.ndarray):
        base = part.base if isinstance(part, np.ndarray) else None
        # All arrays of one reply lie in its bytes: only an array tells what a view is of.
        a_view = isinstance(base, np.ndarray) and (base is value or base is value.base)
        return () if a_view else None
    if depth > 4 or not isinstance(value, dict | list | tuple):
        return None
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        path = _path(item, part, depth + 1)
        if path is not None:
            return (key, *path)
    return None


class _Snippet:
    """Code that makes the last of some calls, with whatever it needs before it."""

    def __init__(
        self,
        inputs: Inputs,
        made: Sequence[Made],
        parameters: Mapping[str, Sequence[str]],
        *,
        public: bool,
    ) -> None:
        self._public = public
        self._inputs = inputs
        self._made = made
        self._parameters = parameters
        self._bound: dict[str, Any] = {}
        self._earlier: dict[int, str] = {}
        self._lines: list[str] = []

    def counterexample(
        self, path: tuple[Any, ...] = (), name: str = "", **fields: Any
    ) -> Counterexample:
        """The evidence with its code; `path` leads to the part called `name`."""
        call = ""
        if self._made:
            text = self._call(len(self._made) - 1)
            text += self._keys(path) + self._comment(path, name)
            call = "\n".join([*self._lines, text])
        bound = self._bound if call else self._inputs
        return Counterexample(
            inputs={key: self._source(value) for key, value in bound.items()},
            call=call,
            **{"got": "", "want": "", "shrunk": False, **fields},
        )

    def known(self) -> dict[str, Any]:
        """What the last call was given, by name, and the check's other inputs."""
        found: dict[str, Any] = {}
        if self._made:
            call = self._made[-1].call
            for name, value in self._arguments(call):
                if name:
                    found[self._input(value, name) or name] = value
        return found | {name: value for name, value in self._inputs.items() if name not in found}

    def _comment(self, path: tuple[Any, ...], name: str) -> str:
        seen = self._made[-1].seen
        if len(path) != 1 or not isinstance(path[0], int) or not name or seen is None:
            return ""
        order = _ORDER[path[0]] if path[0] < len(_ORDER) else f"number {path[0] + 1}"
        return f"  # {name}: the {order} of {len(seen.value)}"

    def _keys(self, path: tuple[Any, ...]) -> str:
        shown = path if self._public else without_words(path)
        return "".join(f"[{code(key)}]" for key in shown)

    def _source(self, value: Any) -> str:
        if callable(value) and not isinstance(value, Handle):
            return "...  # a function of the check's own"
        return source(value if self._public else without_words(value))

    def _input(self, value: Any, name: str = "") -> str:
        """The name of the input that is this very object, if one is: `name`, if it may be."""
        if name in self._inputs and self._inputs[name] is value:
            return name
        return next((name for name, known in self._inputs.items() if known is value), "")

    def _arguments(self, call: Call) -> Iterator[tuple[str, Any]]:
        """Each argument under its parameter's name, "" if that is not known."""
        names = self._parameters.get(call.name, ()) if call.handle is None else ()
        for place, value in enumerate(call.args):
            yield names[place] if place < len(names) else "", value
        yield from call.kwargs.items()

    def _call(self, place: int, short: int = SHORT) -> str:
        call = self._made[place].call
        owner = ""
        if call.handle is not None:
            owner = self._value(call.handle, "", before=place, short=short) + "."
        if call.op == Op.GET:
            return owner + call.name
        parts = []
        for number, (name, value) in enumerate(self._arguments(call)):
            text = self._value(value, name, before=place, short=short)
            parts.append(text if number < len(call.args) else f"{name}={text}")
        text = f"{owner}{call.name}({', '.join(parts)})"
        return self._call(place, SHORTER) if len(text) > WIDTH and short > SHORTER else text

    def _value(self, value: Any, name: str, *, before: int, short: int) -> str:
        """An expression for the value: a name that is bound before, or the value itself."""
        known = self._input(value, name)
        if known and self._bound.get(known, value) is value:
            self._bound[known] = value
            return known
        if isinstance(value, Handle | KeptTuple | KeptList | KeptDict) or not is_whole(value):
            found = self._from_earlier(value, before)
            if found:
                return found
        text = self._source(value)
        if len(text) <= short and is_whole(value):
            return text
        name = name or "value"
        while self._bound.get(name, value) is not value:
            name += "_"
        self._bound[name] = value
        return name

    def _from_earlier(self, value: Any, before: int) -> str:
        """The value as a part of what an earlier call returned, that call being made first."""
        for place in range(before - 1, -1, -1):
            seen = self._made[place].seen
            path = _path(seen.value, value) if seen is not None else None
            if path is not None and self._emit(place):
                return self._earlier[place] + self._keys(path)
        return ""

    def _emit(self, place: int) -> bool:
        """Make an earlier call, its value under a name; False if there are too many already."""
        if place not in self._earlier:
            if len(self._earlier) >= MOST_EARLIER:
                return False
            self._earlier[place] = ""  # what it needs itself comes before it, and counts too
            call = self._call(place)
            count = len(self._lines) + 1
            self._earlier[place] = "result" if count == 1 else f"result{count}"
            self._lines.append(f"{self._earlier[place]} = {call}")
        return True
