"""The failing call as code that can be pasted, with whatever it needs before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from grader.authoring.checks import Inputs
from grader.authoring.failure import Failure
from grader.calls import Call, Handle, Made, Op, is_kept, without_words
from grader.results import Counterexample
from grader.show import code, is_whole, source

# Arguments that are longer than this get a line of their own; in a long call, so do shorter ones.
SHORT, SHORTER = 24, 12
WIDTH = 88
MOST_EARLIER = 6
_ALIKE = (bool, int, str, type(None))
_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


# Which call, and which part of its value


def looked_at(failure: Failure, made: Sequence[Made]) -> tuple[int, tuple[Any, ...]]:
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


class Snippet:
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
        names = [one for one, known in self._inputs.items() if known is value]
        # Equal numbers are one object, whatever they were drawn for.
        if isinstance(value, _ALIKE) and (name or len(names) > 1):
            return ""
        return names[0] if names else ""

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
        if isinstance(value, Handle) or is_kept(value) or not is_whole(value):
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
