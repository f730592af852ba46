"""Trusted code, called in this process through the worker's own machinery.

For preparing, proving and unit tests. Must never be given a submission.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from grader.calls.call import Call
from grader.calls.messages import Ends, load_request, observed, packed
from grader.outcome import (
    Observation,
)
from grader.worker import Host
from grader.worker.frames import Payload, parse_own


class LocalCaller:
    """Runs trusted code (the reference, its variants) in this process, through the same codec.

    For drawing, proving and unit tests. It must never be given a submission.
    """

    def __init__(
        self,
        source: str,
        module: str = "solution",
        *,
        given: Mapping[str, str] | None = None,
        replaced: Mapping[str, Callable[..., Any]] | None = None,
        exercises: Sequence[str] | None = None,
    ) -> None:
        """Load it; `exercises` are all that can be called then, as with a submission."""
        self._host = Host(self._ask)
        self._ends = Ends(self)
        self._replaced = dict(replaced or {})
        self.returned = 0  # bytes of all replies so far
        request = load_request(
            source, module, given=given, replaced=tuple(self._replaced), exercises=exercises
        )
        observed(self._reply(request), module, self._ends)

    @property
    def namespace(self) -> Mapping[str, Any]:
        """What the module defines."""
        return vars(self._host.submission.module)

    def define(self, source: str) -> None:
        """Run further definitions in the module, in the place of those of the same name."""
        program = compile(source, self._host.submission.filename, "exec", dont_inherit=True)
        exec(program, vars(self._host.submission.module))  # noqa: S102 (it is the course's own)

    def put(self, name: str, function: Callable[..., Any]) -> None:
        """Put another function of this process in the place of one that the module defines."""
        setattr(self._host.submission.module, name, function)

    def _ask(self, target: Any, args: Any, kwargs: Any) -> Any:
        function = (
            self._replaced[target] if isinstance(target, str) else self._ends.function(target)
        )
        return function(*args, **kwargs)

    def _reply(self, request: Payload) -> list[Any]:
        with (
            warnings.catch_warnings(),
            np.errstate(divide="warn", over="warn", invalid="warn", under="ignore"),
        ):
            warnings.simplefilter("always")
            record = self._host.submission.record_warning
            warnings.showwarning = record  # type: ignore[assignment]  # as in the worker
            body, _, data = self._host.reply(_parsed(request))
        self.returned += len(data)
        return parse_own(data[:body], data[body:])

    def invoke(self, call: Call) -> Observation:
        """The call's value and what was watched; raises `CallFailed`."""
        return observed(self._reply(packed(call, self._ends)), call.name, self._ends)


def _parsed(request: Payload) -> list[Any]:
    body, _, data = request
    return parse_own(data[:body], data[body:])
