"""The calls that a check makes of a right solution, recorded so that they can be sent ahead.

What is sent ahead lies where a submission can read it before its turn comes, so nothing may be
among it that follows from the reference's results. A call takes such a thing as a part of an
earlier result that it names, or it is no part of the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.calls.call import Call, Caller, is_kept
from grader.calls.earlier import Earlier, Parts, holds_names, named_like, names_in
from grader.calls.messages import packed
from grader.calls.values import rebuilt, same, same_named
from grader.outcome import Observation
from grader.worker.frames import Payload
from grader.worker.wire import Unsendable

# So much results are changed by, to see what follows from them: no check tells the difference.
SHIFT = 1e-13
FEW_DIGITS = 4


@dataclass(frozen=True)
class PlannedCall:
    """A call that a check makes of a right solution, packed for the wire.

    Where it takes what an earlier call gave, it names that. The result is kept in the worker
    for as many calls as `keep` says, as one of them names it.
    """

    call: Call
    request: Payload
    keep: int = 0
    has_names: bool = False

    def fits(self, call: Call, given: Mapping[int, Any], place: int) -> bool:
        """Whether a call is this one: the same objects, or the same bytes.

        This is the call at that place of the plan; `given` are the values that calls at earlier
        places gave, in this run of the check.
        """
        mine = self.call
        if (mine.name, mine.watch) != (call.name, call.watch) or call.handle is not None:
            return False
        if self.has_names:
            try:
                args, kwargs = (
                    named_like(planned, actual, lambda back: given[place - back])
                    for planned, actual in ((mine.args, call.args), (mine.kwargs, call.kwargs))
                )
                call = replace(call, args=args, kwargs=kwargs)
            except LookupError:
                return False
        if _holds_kept([*call.args, *call.kwargs.values()]):
            return False
        if same(mine.args, call.args) and same_named(mine.kwargs, call.kwargs):
            return True
        return _packed(call, self.keep) == self.request


class _NoFunctions:
    """Packs calls whose arguments are all values; others are not planned."""

    def pack(self, value: Any) -> list[Any]:
        if isinstance(value, Earlier):
            return value.packed()
        raise TypeError(f"{type(value).__name__} does not cross by value")

    def keep(self, _: Any) -> None:
        return None

    def unpack(self, tagged: list[Any]) -> Any:
        raise TypeError(f"nothing is read here: {tagged[0]}")


def _packed(call: Call, keep: int = 0) -> Payload | None:
    try:
        return packed(call, _NoFunctions(), keep=keep)
    except (TypeError, Unsendable):
        return None


def _holds_kept(value: Any) -> bool:
    """Whether a value holds an object of the worker's: its number is another each time."""
    if is_kept(value):
        return True
    if isinstance(value, dict):
        return any(map(_holds_kept, value.values()))
    return isinstance(value, list | tuple) and any(map(_holds_kept, value))


class Recorder:
    """Answers from the reference in this process, and notes each call for the plan.

    Those whose numbers are in `left_out` are answered, and are no part of it. If results are
    `shifted`, each is another by a little.
    """

    def __init__(
        self, caller: Caller, left_out: Collection[int] = (), *, shifted: bool = False
    ) -> None:
        self._caller = caller
        self._left_out = left_out
        self._shifted = shifted
        self._number = 0
        self._planned: dict[int, Call] = {}
        self._parts = Parts()

    def invoke(self, call: Call) -> Observation:
        """The call's value and what was watched; raises `CallFailed`."""
        number, place = self._number, len(self._planned)
        self._number += 1
        args, kwargs = (self._parts.named(each, place) for each in (call.args, dict(call.kwargs)))
        named = replace(call, args=args, kwargs=kwargs)
        known = call.handle is None and not _holds_kept([*args, *kwargs.values()])
        known = known and number not in self._left_out and _packed(named) is not None
        if known:
            self._planned[number] = named
        seen = self._caller.invoke(call)
        if self._shifted:
            seen = replace(seen, value=shifted(seen.value))
        if known:
            self._parts.add(place, seen.value)
        return seen

    def may_hand_on(self, inputs: Mapping[str, Any]) -> bool:
        """Whether a call after the first has numbers that are neither inputs nor named."""
        known = {id(leaf) for leaf in _leaves(dict(inputs))}
        later = [*self._planned.values()][1:]
        return any(id(leaf) not in known for call in later for leaf in _numbers_of(call))

    def unlike(self, other: Recorder) -> frozenset[int]:
        """The numbers of the calls that another run of the same check did not make as they are."""
        return frozenset(
            number
            for number, call in self._planned.items()
            if number not in other._planned or _packed(call) != _packed(other._planned[number])
        )

    def plan(self) -> tuple[PlannedCall, ...]:
        """The calls so far."""
        calls = [*self._planned.values()]
        keep = [0] * len(calls)
        plan = []
        for place, call in enumerate(calls):
            for name in names_in([call.args, call.kwargs]):
                keep[place - name.back] = name.back  # the last one is the furthest
        for call, more in zip(calls, keep, strict=True):
            request = packed(call, _NoFunctions(), keep=more)
            plan.append(PlannedCall(call, request, more, holds_names([call.args, call.kwargs])))
        return tuple(plan)


def recorded(
    caller: Caller, inputs: Mapping[str, Any], run: Callable[[Recorder], str]
) -> tuple[tuple[PlannedCall, ...], str]:
    """The plan of one example of a check, and the check's fault if it has one.

    `run` runs the check with a recorder as its caller, and gives its fault.
    """
    left_out: frozenset[int] = frozenset()
    while True:
        recorder = Recorder(caller, left_out)
        fault = run(recorder)
        if fault or not recorder.may_hand_on(inputs):
            return recorder.plan(), fault
        other = Recorder(caller, left_out, shifted=True)
        run(other)  # a check that notices ends early: then nothing is known of what comes after
        unlike = recorder.unlike(other)
        if not unlike:
            return recorder.plan(), fault
        left_out |= unlike  # what they gave is named no more: others may follow from it


def shifted(value: Any) -> Any:
    """The value with its numbers changed by a little, but for those of few digits.

    These are exact where others are rounded, so a check may demand them to the last bit; and
    results that give something away are seldom among them.
    """
    return rebuilt(value, _moved)


def _moved(value: Any) -> Any:
    kind = type(value)
    if kind is float or (isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "fc"):
        moved = np.where(_has_few_digits(value), value, value * (1 + SHIFT))
        return float(moved) if kind is float else moved.astype(value.dtype)[()]
    return value


def _has_few_digits(value: Any) -> Any:
    with np.errstate(all="ignore"):
        unit = 10.0 ** (np.floor(np.log10(np.abs(value))) + 1 - FEW_DIGITS)
        return (value == 0) | np.isclose(np.round(value / unit) * unit, value, rtol=1e-14, atol=0)


def _numbers_of(call: Call) -> Iterator[Any]:
    for leaf in _leaves([call.args, dict(call.kwargs)]):
        if isinstance(leaf, float | complex | np.ndarray | np.generic):
            yield leaf


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, list | tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _leaves(item)
    else:
        yield value
