"""The failing call as code that can be pasted, with whatever it needs before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.authoring.checks import Inputs
from grader.authoring.failure import Failure
from grader.calls import Call, Handle, Made, Op, is_kept, without_words
from grader.results import Counterexample
from grader.show import code, is_whole, source

# Arguments that are longer than this get a line of their own; in a long call, so do shorter ones.
SHORT, SHORTER = 24, 12
WIDTH = 88
MOST_EARLIER = 6
# The key of a part whose index is not known.
PART = ...
WORKED_OUT = "  # what is compared is made of this"
_ALIKE = (bool, int, str, type(None))
_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


# Which call, and which part of its value


def looked_at(failure: Failure, made: Sequence[Made]) -> tuple[int, tuple[Any, ...]]:
    """The place of the call whose value the failure is about, and the way to the part of it.

    It ends in PART where the rest of the way is not known.
    """
    part = failure.got
    if failure.gradients and isinstance(part, dict) and part:
        part = next(iter(part.values()))
    for place in range(len(made) - 1, -1, -1):
        seen = made[place].seen
        path = _path(seen.value, part) if seen is not None and part is not None else None
        if path is not None:
            return place, () if failure.gradients else path
    seen = made[-1].seen if made else None
    if seen is None or failure.gradients or isinstance(part, str | None):
        return len(made) - 1, ()
    return len(made) - 1, () if _holds_all(part, seen.value) else (PART,)


def _holds_all(part: Any, value: Any) -> bool:
    """Whether what was looked at has all numbers of the value, maybe in another form."""
    try:
        found, wanted = (np.asarray(one, np.float64).ravel() for one in (part, value))
    except (TypeError, ValueError, OverflowError):
        return False
    return np.array_equal(found, wanted, equal_nan=True)


def _path(value: Any, part: Any, depth: int = 0) -> tuple[Any, ...] | None:
    """The keys that lead from a value to a part of it, which is known by identity.

    Of a view of an array the last key is its index, or PART.
    """
    # Small numbers are one object wherever they stand: inside of others they tell nothing.
    if value is part and not (depth and isinstance(part, bool | int | str | None)):
        return ()
    if isinstance(value, np.ndarray):
        base = part.base if isinstance(part, np.ndarray) else None
        # All arrays of one reply lie in its bytes: only an array tells what a view is of.
        a_view = isinstance(base, np.ndarray) and (base is value or base is value.base)
        return index_of(value, part) if a_view and isinstance(part, np.ndarray) else None
    if depth > 4 or not isinstance(value, dict | list | tuple):
        return None
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        path = _path(item, part, depth + 1)
        if path is not None:
            return (key, *path)
    return None


class Index(tuple[Any, ...]):
    """What makes a view of an array: numbers and slices, one for each axis."""

    __slots__ = ()

    def __str__(self) -> str:
        return ", ".join(map(_written, self))


def _written(one: int | slice) -> str:
    if isinstance(one, int):
        return str(one)
    ends = ["" if end is None else str(end) for end in (one.start, one.stop)]
    return ":".join(ends if one.step is None else [*ends, str(one.step)])


def index_of(value: NDArray[Any], view: NDArray[Any]) -> tuple[Any, ...]:
    """The index that makes this view of an array, as the only key; no key for all its entries.

    It is read off where the view lies. It is PART where numbers and slices make no such view.
    """
    first = _entry_at(value, _address(view) - _address(value))
    if first is not None and view.dtype == value.dtype and view.size:
        for kept in combinations(range(value.ndim), view.ndim):
            index: list[Any] = [*first]
            for axis, side, stride in zip(kept, view.shape, view.strides, strict=True):
                among = side > 1 and value.strides[axis]
                step = (stride // value.strides[axis] if among else 1) or 1
                index[axis] = _slice(first[axis], side, step, value.shape[axis])
            if _is_same(value[(*index, ...)], view):
                while index and index[-1] == slice(None):
                    index.pop()
                return (Index(index),) if index else ()
    return () if _holds_all(view, value) else (PART,)


def _address(array: NDArray[Any]) -> int:
    address: int = array.__array_interface__["data"][0]
    return address


def _entry_at(value: NDArray[Any], offset: int) -> list[int] | None:
    """The indices of the entry that lies so many bytes after the first one."""
    found = [0] * value.ndim
    for axis in sorted(range(value.ndim), key=lambda axis: -value.strides[axis]):
        if value.shape[axis] > 1 and value.strides[axis] > 0:
            found[axis], offset = divmod(offset, value.strides[axis])
    inside = all(0 <= place < side for place, side in zip(found, value.shape, strict=True))
    return found if inside and not offset else None


def _slice(start: int, count: int, step: int, side: int) -> slice:
    """So many entries of an axis as one would write it: what needs not be said is None."""
    end = start + count * step
    last = side - 1 if step < 0 else 0
    return slice(
        None if start == last else start,
        None if end < 0 or end >= side else end,
        None if step == 1 else step,
    )


def _is_same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Whether two arrays are the same entries of memory, in the same order."""
    if one.shape != other.shape or _address(one) != _address(other):
        return False
    strides = zip(one.shape, one.strides, other.strides, strict=True)
    return all(a == b for side, a, b in strides if side > 1)


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
            if path and path[-1] is PART:
                text += self._keys(path[:-1]) + WORKED_OUT
            else:
                text += self._keys(path) + self._comment(path, name)
            call = "\n".join([*self._lines, text])
        bound = self._bound if call else self._inputs
        return Counterexample(
            inputs={key: self._source(value) for key, value in bound.items()},
            call=call,
            **{"got": "", "want": "", "shrunk": False, **fields},
        )

    def known(self) -> dict[str, Any]:
        """What the last call was given, and those before it, by the parameters' names.

        A student knows no others: a check's inputs go by names of the check's own.
        """
        found: dict[str, Any] = {}
        for made in reversed(self._made):
            for name, value in self._arguments(made.call):
                if name:
                    found.setdefault(name, value)
        return found

    def _comment(self, path: tuple[Any, ...], name: str) -> str:
        seen = self._made[-1].seen
        if len(path) != 1 or not isinstance(path[0], int) or not name or seen is None:
            return ""
        order = _ORDER[path[0]] if path[0] < len(_ORDER) else f"number {path[0] + 1}"
        return f"  # {name}: the {order} of {len(seen.value)}"

    def _keys(self, path: tuple[Any, ...]) -> str:
        texts = (
            str(key)
            if isinstance(key, Index)
            else code(key if self._public else without_words(key))
            for key in path
        )
        return "".join(f"[{text}]" for text in texts)

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
        # What is left out is said in a comment, which would swallow the rest of the call.
        if len(text) <= short and is_whole(value) and not text.startswith("..."):
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
            if path is not None and PART not in path and self._emit(place):
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
