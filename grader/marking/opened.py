"""A student's function with its steps open: what they work out is seen, or given, in a worker."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.calls import Call, Op, Payload
from grader.diagnosis import GIVEN, HAS, MOST_TOGETHER, SEEN, TargetSteps, Values, parts_of
from grader.marking.tryout import Case, Tryout

# Values of a function that are looked at, and bytes of them.
MOST_SEEN, MOST_SEEN_BYTES = 1500, 1 << 20

# Comes after the submission in the worker, with what is asked in place of `_ASKED`: values by step
# that are given, in the order in which they are asked for, whether the function notes what its
# steps work out, and of which steps; of all if that is None. What it has noted, call by call, it
# returns when it is called with `_TELL` alone.
_ASKED, _TELL = "what is asked", "_gradus_tell_"
_OPENING = f"""
def _gradus_begin_(function, asked, filename):
    import copy
    import numpy
    given, is_shown, looked_at = asked
    given = {{step: iter(values) for step, values in given}}
    rows, inside, room, waiting = [], [], [{MOST_SEEN}, {MOST_SEEN_BYTES}], []
    calls = []

    def has(step):
        told = next(given[step], None) if step in given else None
        if told is not None:
            waiting.append(told)
        return told is not None

    def give(step):
        return made(*waiting.pop())

    def made(form, kind, shape, data):
        if form == "tuple":
            return tuple(made(*one) for one in data)
        if form == "plain":
            return data
        value = numpy.frombuffer(data, kind).reshape(shape).copy()
        return value if form == "array" else value[()]

    def numbers(value):
        if isinstance(value, (numpy.ndarray, numpy.generic)):
            return value.dtype.kind in "biuf"
        return type(value) in (bool, int, float)

    def see(step, value):
        if looked_at is not None and step not in looked_at:
            return value
        together = value if type(value) is tuple and len(value) <= {MOST_TOGETHER} else (value,)
        room[0] -= len(together)
        room[1] -= sum(getattr(one, "nbytes", 8) for one in together)
        if min(room) > 0:
            known = together and all(map(numbers, together))
            rows.append([step, copy.deepcopy(value) if known else None])
        return value

    def shown(*args, **kwargs):
        if len(args) == 1 and type(args[0]) is str and args[0] == {_TELL!r}:
            return [calls, min(room) > 0]
        if inside:
            return function(*args, **kwargs)
        inside.append(True)
        calls.append([[], 0])
        try:
            return function(*args, **kwargs)
        except Exception as error:
            trace = error.__traceback__
            while trace is not None:
                if trace.tb_frame.f_code.co_filename == filename:
                    calls[-1][1] = trace.tb_lineno
                trace = trace.tb_next
            raise
        finally:
            inside.clear()
            calls[-1][0] = list(rows)
            rows.clear()

    if is_shown:
        return has, give, see, shown
    return has, give, lambda step, value: value, function
{HAS}, {GIVEN}, {SEEN}, NAME = _gradus_begin_(NAME, {_ASKED!r}, FILE)
"""


@dataclass(frozen=True)
class Seen:
    """What a function worked out on an example: the values of each step by its number, in the order
    in which each was first worked out, and when each of them was, and in which of the planned
    calls, the line at which it raised, or 0, and the parts of its results.
    """

    values: Mapping[int, tuple[Any, ...]]
    times: Mapping[int, Sequence[int]]
    calls: Mapping[int, Sequence[int]]
    ended: int
    parts: Mapping[tuple[Any, ...], Any]


class Opened:
    """One exercise of a submission, its steps open, by their numbers.

    `numbers` are those of the parts of the submission that the `targets` are of; `request` loads it
    into a worker with other code for some of its parts, and the grader's own after it.
    """

    def __init__(
        self,
        exercise: str,
        filename: str,
        numbers: Sequence[int],
        targets: Sequence[TargetSteps],
        tryout: Tryout,
        request: Callable[[Mapping[int, bytes], bytes], Payload],
    ) -> None:
        self.steps = {step.number: step for one in targets for step in one.steps}
        self._exercise = exercise
        self._tryout = tryout
        self._request = request
        self._codes = {numbers[one.target]: one.code for one in targets}
        text = _OPENING.replace("NAME", exercise).replace("FILE", repr(filename))
        self._opening = compile(text, "<grader>", "exec")

    def right(self, given: Mapping[int, Values], case: Case) -> bool:
        """Whether an example is right with these values given."""
        return bool(self._tryout.held(self._payload(given, shown=False), [case], every=False))

    def seen(
        self, given: Mapping[int, Values], case: Case, looked_at: Collection[int] | None = None
    ) -> Seen | None:
        """What the function works out on an example with these values given, at these steps alone
        if any are named; None where that is too much, or unknown.
        """
        payload = self._payload(given, shown=True, looked_at=looked_at)
        tell = Call(Op.CALL, self._exercise, args=(_TELL,))
        values, told = self._tryout.values(payload, case, tell)
        with self._tryout.effort:
            return self._read(values, told, case)

    def _payload(
        self,
        given: Mapping[int, Values],
        *,
        shown: bool,
        looked_at: Collection[int] | None = None,
    ) -> Payload:
        values = tuple((step, tuple(map(_told, told))) for step, told in given.items())
        asked = values, shown, None if looked_at is None else frozenset(looked_at)
        # Compiled once, and what is asked put in: compiling takes longer than a call.
        constants = self._opening.co_consts
        code = self._opening.replace(
            co_consts=tuple(asked if one == _ASKED else one for one in constants)
        )
        return self._request(self._codes, marshal.dumps(code))

    def _read(self, values: Sequence[Any], told: Any, case: Case) -> Seen | None:
        match told:  # a submission may tell anything
            case [list(calls), True] if len(calls) <= len(values):
                waiting = [*calls]
            case _:
                return None
        found: dict[int, list[Any]] = {}
        times: dict[int, list[int]] = {}
        of_calls: dict[int, list[int]] = {}
        parts: dict[tuple[Any, ...], Any] = {}
        ended = time = 0
        for place, (planned, value) in enumerate(zip(case.plan, values, strict=False)):
            if planned.call.op != Op.CALL or planned.call.name != self._exercise or not waiting:
                continue
            match waiting[0]:
                case [list(rows), int(line)] if len(rows) <= MOST_SEEN:
                    if value is None and not line:
                        continue  # it was never called: what it is given came of none
                    ended = ended or line
                    parts |= parts_of(value, (place,))
                    waiting.pop(0)
                case _:
                    return None
            for row in rows:
                match row:
                    case [int(number), shown] if number in self.steps:
                        found.setdefault(number, []).append(shown)
                        times.setdefault(number, []).append(time)
                        of_calls.setdefault(number, []).append(place)
                        time += 1
                    case _:
                        return None
        if waiting:  # somebody else called it too: nobody knows whose values these are
            return None
        values_of = {number: tuple(shown) for number, shown in found.items()}
        return Seen(values_of, times, of_calls, ended, parts)


def _told(value: Any) -> tuple[str, str, tuple[int, ...], Any] | None:
    if value is None:
        return None
    if isinstance(value, tuple):
        return "tuple", "", (), tuple(map(_told, value))
    if not isinstance(value, np.ndarray | np.generic):
        return "plain", "", (), value
    form = "array" if isinstance(value, np.ndarray) else "number"
    return form, value.dtype.str, value.shape, value.tobytes()
