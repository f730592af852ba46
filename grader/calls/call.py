"""One call into student code: what is asked, of whom, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from grader.outcome import (
    Observation,
)
from grader.worker.wire import KeptDict, KeptList, KeptTuple, Op


class Handle:
    """An object that stays in the worker: the check passes it back, reads it, calls it."""

    def __init__(self, number: int, description: str, caller: Caller) -> None:
        self.number = number
        self.description = description
        self._caller = caller

    def __str__(self) -> str:
        return self.description

    __repr__ = __str__

    def get(self, attribute: str) -> Any:
        """The object's attribute of that name."""
        return self._caller.invoke(Call(Op.GET, attribute, handle=self)).value

    def call(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """The result of the object's method of that name."""
        return self._caller.invoke(Call(Op.METHOD, method, args, kwargs, handle=self)).value


@dataclass(frozen=True)
class Call:
    """One request about student code."""

    op: Op
    name: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    watch: tuple[str, ...] = ()
    handle: Handle | None = None


class Caller(Protocol):
    """Whatever can answer a call: a worker, this process, a replay."""

    def invoke(self, call: Call) -> Observation:
        """The call's value and what was watched; raises `CallFailed`."""


def is_kept(value: Any) -> bool:
    """Whether a value that crossed is an object of the worker's as well."""
    return isinstance(value, KeptTuple | KeptList | KeptDict)


@dataclass(frozen=True)
class Made:
    """A call that a check made, and what was seen of it; None where no value came back."""

    call: Call
    seen: Observation | None
