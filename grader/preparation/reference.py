"""The reference in the checker: its functions, their results kept per example.

What doesn't depend on the student is computed once: the first run of a check on an
example records what it asked of the reference, later runs get the same read-only objects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from grader.authoring.gradients import NumericGradient, numeric_gradient
from grader.calls import alike, frozen, has_outline, kept_for_comparing, outline
from grader.course import first_of


@dataclass(frozen=True)
class Asked:
    """One question to the reference and its answer."""

    what: Any
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    answer: Any


@dataclass
class Record:
    """The questions of the run that it is given to, in order, with their answers."""

    asked: list[Asked] = field(default_factory=list)
    _outlines: list[Any] = field(default_factory=list)

    def add(self, asked: Asked) -> None:
        """Take in one more question."""
        self.asked.append(asked)
        self._outlines.append(outline(asked.answer))

    def is_sound(self) -> bool:
        """Whether all answers still hold what they held when they were given."""
        answers = (one.answer for one in self.asked)
        return all(map(has_outline, answers, self._outlines))


class ReferenceRun:
    """The reference's module for one run of one check (implements `grader.authoring.Reference`).

    `known` are the questions of an earlier run, in order: whoever asks the same gets the same.
    """

    def __init__(
        self,
        module: Mapping[str, Any],
        data: Sequence[Path],
        known: Sequence[Asked] = (),
        record: Record | None = None,
    ) -> None:
        self._module = module
        self._data = data
        self._known = known
        self._record = record
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
        around = [cell.cell_contents for cell in getattr(f, "__closure__", None) or ()]
        name = getattr(f, "asked", "")
        known = tuple(_lasting(one) for one in around if not isinstance(one, ReferenceRun))

        def compute() -> NumericGradient:
            # What f asks of the reference at shifted points is no question of the check's, and
            # its answers may hold the very array that is being shifted.
            self._nested = True
            try:
                return numeric_gradient(f, at, upstream=upstream)
            finally:
                self._nested = False

        answer: NumericGradient = self._remember(
            name or _standing(f), (upstream, *known), at, compute
        )
        return answer

    def data(self, name: str) -> Mapping[str, Any]:
        """The arrays of `data/<name>.npz`, the assignment's own or the course's, read-only."""

        def read() -> dict[str, Any]:
            with np.load(first_of(self._data, f"{name}.npz"), allow_pickle=False) as archive:
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
        place = self._place
        self._place += 1
        if place < len(self._known):
            known = self._known[place]
            if known.what == what and alike(known.args, args) and alike(known.kwargs, dict(kwargs)):
                return known.answer
        answer = frozen(compute())
        if self._record is not None:
            question = kept_for_comparing(args), kept_for_comparing(dict(kwargs))
            self._record.add(Asked(what, *question, answer))
        return answer


def _lasting(value: Any) -> Any:
    """What a function stands for at every run, if it can be told; other values as they are."""
    asked = getattr(value, "asked", None)
    if asked is not None:
        return "reference", asked
    if isinstance(value, FunctionType) and not (
        value.__closure__ or value.__defaults__ or value.__kwdefaults__
    ):
        return _standing(value)
    return value


def _standing(function: Any) -> Any:
    """What a piece of code is known again by, in another process too: where it stands.

    Two lambdas that read alike are not one. The file must be known not to have changed.
    """
    code = getattr(function, "__code__", None)
    if not isinstance(code, CodeType):
        return function
    return "code", code.co_filename, code.co_qualname, code.co_firstlineno, code.co_linetable
