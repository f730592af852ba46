"""The student's module as checks see it: functions by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from grader.calls.call import Call, Caller
from grader.outcome import (
    Observation,
)
from grader.worker.wire import (
    Op,
)


class RemoteFunction:
    """One function of the student's, by name."""

    def __init__(self, name: str, caller: Caller, parameters: Sequence[str]) -> None:
        self.name = name
        self._caller = caller
        self._parameters = parameters

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it; raises `CallFailed` when no value came back."""
        return self._caller.invoke(Call(Op.CALL, self.name, args, kwargs)).value

    def observe(self, *watch: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Observation:
        """Call it while watching "changed", "steps" or "shared"."""
        seen = self._caller.invoke(Call(Op.CALL, self.name, args, kwargs, watch))
        named = tuple(self._parameter(text) for text in seen.changed)
        return Observation(seen.value, named, seen.steps, seen.warnings, seen.shared)

    def _parameter(self, text: str) -> str:
        if text.isascii() and text.isdecimal() and len(text) <= 3:
            place = int(text)
            known = place < len(self._parameters)
            return self._parameters[place] if known else f"argument {place + 1}"
        return text if text in self._parameters else "an argument"


class RemoteStudent:
    """The student's module: functions by name (implements `grader.authoring.Student`)."""

    def __init__(self, caller: Caller, parameters: Mapping[str, Sequence[str]]) -> None:
        self._caller = caller
        self._parameters = parameters

    def __getattr__(self, name: str) -> RemoteFunction:
        if name.startswith("__"):
            raise AttributeError(name)
        return RemoteFunction(name, self._caller, self._parameters.get(name, ()))
