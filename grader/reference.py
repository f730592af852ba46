"""The reference in the checker: its functions, their results kept per example.

What doesn't depend on the student is computed once: the first run of a check on an
example records what it asked of the reference, later runs get the same read-only objects.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from grader.numeric import NumericGradient, numeric_gradient

# Larger arrays are known by identity: comparing them would cost what asking costs.
MOST_COMPARED = 1 << 20


def frozen(value: Any) -> Any:
    """The same value, its arrays made read-only, so that no check can change an example."""
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    elif isinstance(value, list | tuple):
        for item in value:
            frozen(item)
    elif isinstance(value, dict):
        for item in value.values():
            frozen(item)
    elif isinstance(value, NumericGradient):
        for partial in value.partials.values():
            frozen(partial.value)
    return value


def rebuilt(value: Any, leaf: Callable[[Any], Any]) -> Any:
    """The value with new lists, tuples and dicts, and what `leaf` makes of everything else."""
    kind = type(value)
    if kind in (list, tuple):
        return kind(rebuilt(item, leaf) for item in value)
    if kind is dict:
        return {key: rebuilt(item, leaf) for key, item in value.items()}
    return leaf(value)


def outline(value: Any) -> Any:
    """The value with copies of its lists, tuples and dicts, and everything else as it is."""
    return rebuilt(value, lambda leaf: leaf)


def has_outline(value: Any, before: Any) -> bool:
    """Whether no list or dict of the value holds anything else than it did before."""
    kind = type(before)
    if kind in (list, tuple) and type(value) is kind:
        return len(value) == len(before) and all(map(has_outline, value, before))
    if kind is dict and type(value) is kind:
        return list(value) == list(before) and all(
            map(has_outline, value.values(), before.values())
        )
    return value is before


@dataclass(frozen=True)
class Asked:
    """One question to the reference and its answer."""

    what: Any
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    answer: Any

    def known_by(self, what: Any, args: tuple[Any, ...]) -> Asked:
        """The same with this process's code objects: telling where one stands takes long."""
        if not any(isinstance(one, KnownCode) for one in (self.what, *self.args)):
            return self
        codes = (isinstance(one, KnownCode) for one in self.args)
        mine = (new if code else old for code, old, new in zip(codes, self.args, args, strict=True))
        return replace(self, what=what, args=tuple(mine))


@dataclass
class Memory:
    """The questions that one example's first run asked, in order.

    `outlines` are those of their answers as they were given, until it is `complete`.
    """

    asked: list[Asked] = field(default_factory=list)
    outlines: list[Any] = field(default_factory=list)
    complete: bool = False

    def end(self) -> bool:
        """Take in no more questions; whether all answers still are what they were."""
        answers = (one.answer for one in self.asked)
        sound = all(map(has_outline, answers, self.outlines))
        self.outlines.clear()
        self.complete = True
        return sound


class Reference:
    """The reference's module for one run of one check (implements `grader.checks.Reference`)."""

    def __init__(self, module: Mapping[str, Any], data: Path, memory: Memory | None = None) -> None:
        self._module = module
        self._data = data
        self._memory = memory if memory is not None else Memory()
        self._place = 0
        self._nested = False

    def __getattr__(self, name: str) -> Callable[..., Any]:
        try:
            function = self._module[name]
        except KeyError:
            raise AttributeError(f"the reference defines no {name}") from None

        def call(*args: Any, **kwargs: Any) -> Any:
            return self._remember(name, args, kwargs, lambda: function(*args, **kwargs))

        call.asked = name  # type: ignore[attr-defined]  # what `gradient` knows it by
        return call

    def gradient(
        self, f: Callable[..., Any], /, *, upstream: Any = None, **at: Any
    ) -> NumericGradient:
        """The numeric gradient of `f` at the named values (see `numeric_gradient`).

        `f` must depend on the example and the reference only: its gradient is kept.
        """
        # One lambda is made anew at each run: it is known by its code and what it closes over.
        code = getattr(f, "__code__", None)
        around = [cell.cell_contents for cell in getattr(f, "__closure__", None) or ()]
        name = getattr(f, "asked", "")
        known = tuple(_lasting(one) for one in around if not isinstance(one, Reference))

        def compute() -> NumericGradient:
            # What f asks of the reference at shifted points is no question of the check's, and
            # its answers may hold the very array that is being shifted.
            self._nested = True
            try:
                return numeric_gradient(f, at, upstream=upstream)
            finally:
                self._nested = False

        answer: NumericGradient = self._remember(name or code or f, (upstream, *known), at, compute)
        return answer

    def data(self, name: str) -> Mapping[str, Any]:
        """The arrays of the assignment's `data/<name>.npz`, read-only."""

        def read() -> dict[str, Any]:
            with np.load(self._data / f"{name}.npz", allow_pickle=False) as archive:
                return {key: archive[key] for key in archive.files}

        found: dict[str, Any] = self._remember("data", (name,), {}, read)
        return found

    def _remember(
        self,
        what: Any,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        compute: Callable[[], Any],
    ) -> Any:
        if self._nested:
            return compute()
        asked, place = self._memory.asked, self._place
        self._place += 1
        if place < len(asked):
            kept = asked[place]
            if (
                _same_question(kept.what, what)
                and alike(kept.args, args)
                and alike(kept.kwargs, dict(kwargs))
            ):
                asked[place] = kept.known_by(what, args)
                return kept.answer
        answer = frozen(compute())
        if not self._memory.complete and place == len(asked):
            asked.append(
                Asked(what, kept_for_comparing(args), kept_for_comparing(dict(kwargs)), answer)
            )
            self._memory.outlines.append(outline(answer))
        return answer


@dataclass(frozen=True)
class KnownCode:
    """A piece of code, known again in another process by where it stands."""

    digest: str

    @classmethod
    def of(cls, code: CodeType) -> KnownCode:
        """The one of this code; its file must be known not to have changed."""
        where = repr((code.co_filename, code.co_qualname, list(code.co_positions())))
        return cls(hashlib.sha256(where.encode()).hexdigest())


def _lasting(value: Any) -> Any:
    """What a function stands for at every run, if it can be told; other values as they are."""
    asked = getattr(value, "asked", None)
    if asked is not None:
        return "reference", asked
    if isinstance(value, FunctionType) and not (
        value.__closure__ or value.__defaults__ or value.__kwdefaults__
    ):
        return value.__code__
    return value


def _same_question(one: Any, other: Any) -> bool:
    """Code is compared by identity: two lambdas that read alike are not one."""
    return _same_code(one, other) or (isinstance(one, str) and one == other)


def _same_code(one: Any, other: Any) -> bool:
    """Whether these are one object, or the same code as known in two processes."""
    known = isinstance(one, KnownCode) and isinstance(other, CodeType)
    return one is other or (known and one == KnownCode.of(other))


def same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Whether two argument lists are the same objects, or equal plain numbers and strings."""
    return len(one) == len(other) and all(
        a is b or (type(a) is type(b) and type(a) in (int, float, str, bool) and a == b)
        for a, b in zip(one, other, strict=True)
    )


def kept_for_comparing(value: Any) -> Any:
    """The value with copies of its arrays: a check may change what it has asked about."""
    return rebuilt(value, _copied)


def _copied(leaf: Any) -> Any:
    small = type(leaf) is np.ndarray and leaf.nbytes <= MOST_COMPARED
    return leaf.copy(order="K") if small else leaf


def alike(a: Any, b: Any) -> bool:
    """Whether a function of values must give the same for both: the same to the last bit."""
    if _same_code(a, b):
        return True
    kind = type(a)
    if kind is not type(b):
        return False
    if kind is np.ndarray:
        return (
            a.dtype == b.dtype
            and a.shape == b.shape
            and a.strides == b.strides  # the order of a sum follows the order in memory
            and not a.dtype.hasobject
            and a.nbytes <= MOST_COMPARED
            and a.tobytes() == b.tobytes()
        )
    if kind in (list, tuple):
        return len(a) == len(b) and all(map(alike, a, b))
    if kind is dict:
        return list(a) == list(b) and all(map(alike, a.values(), b.values()))
    if kind is float:
        return bool(a == b and math.copysign(1.0, a) == math.copysign(1.0, b))
    return kind in (int, str, bool) and bool(a == b)


def same_named(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """`same` for keyword arguments."""
    return one.keys() == other.keys() and same(
        tuple(one.values()), tuple(other[key] for key in one)
    )
