"""What trusted code gives on the calls that are planned for an example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from grader.calls import Call, Caller, PlannedCall, filled
from grader.diagnosis.agreement import Result
from grader.outcome import CallFailed, StudentRaised


def planned_results(caller: Caller, plan: Sequence[PlannedCall]) -> Iterator[Result]:
    """What trusted code gives on the calls of one example, each made of what it gave before."""
    found: list[Result] = []

    def value(back: int) -> Any:
        seen = found[-back]
        if isinstance(seen, CallFailed):
            raise LookupError("that call gave no value")
        return seen.value

    for planned in plan:
        call = planned.call
        try:
            call = replace(call, args=filled(call.args, value), kwargs=filled(call.kwargs, value))
        except LookupError:
            found.append(StudentRaised("LookupError"))  # as a worker answers
        else:
            found.append(_result(caller, call))
        yield found[-1]


def _result(caller: Caller, call: Call) -> Result:
    try:
        return caller.invoke(call)
    except CallFailed as failure:
        return failure
