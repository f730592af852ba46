"""What hundreds of edits of a function do on an example, learnt from a few calls into a worker.

All edits are in the function, each behind a switch (see `grader.diagnosis.edits.switched`); the
worker turns them on, one or two at a time, and makes the calls that a check makes of a right
solution. It tells what came back, of equal results once. A submission may have it tell anything:
what is found so is tried again with the check itself, in a worker of its own.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from grader.calls import Call, Earlier, Handle, Op, Payload, PlannedCall
from grader.diagnosis import ON, TICK, WHOLE, TargetSwitches
from grader.marking.tryout import Case, Tryout
from grader.outcome import CallFailed, Observation

# Lines of Python that a right function runs in what one call into the worker asks for: it may take
# half a second.
MOST_LINES_AT_ONCE = 6_000
MOST_AT_ONCE, MOST_MATCHED_AT_ONCE = 100, 500
# What is so near to a right result may be one; the check itself decides.
RTOL, ATOL = 1e-6, 1e-9
# Rounds of loops that a call may take: so many times what a right function runs lines, and some.
ROUNDS_PER_LINE, ROUNDS = 20, 500
# About how many lines a round of a loop runs; and more rounds than are counted.
LINES_PER_ROUND, MOST_ROUNDS, MOST_OF_ITS_OWN = 4, 100_000, 20_000

# Switches that are on together.
Setting = tuple[int, ...]
# What each of the planned calls gave: its value and the arguments that it changed, or None where
# there is no value, or none that can be told.
Outcome = tuple[Observation | None, ...]

# Comes after the submission in the worker, with what is asked in place of `_ASKED`: how many
# switches there are, their slots, and the functions that stand in another's place.
_ASKED, _TRY, _EARLIER = "what is asked", "_gradus_try_", "_gradus_earlier_"
_DRIVER = f"""
def _gradus_begin_(space, name, asked):
    import io
    import sys
    import warnings
    import numpy
    size, slots, wholes, settled = asked
    slots, wholes = dict(slots), dict(wholes)
    on, left, current = [False] * size, [0], [space[name]]
    original = {{of: space[of] for of in wholes.values()}}

    class Endless(BaseException):
        pass

    def tick():
        left[0] -= 1
        if left[0] < 0:
            raise Endless

    def turn(setting, value):
        for number in setting:
            on[number] = value
            for slot in slots[number]:
                on[slot] = value
            if number in wholes:
                of = wholes[number]
                function = space["{WHOLE}" + str(number)] if value else original[of]
                if of == name:
                    current[0] = function
                else:
                    space[of] = function

    def fresh(value):
        kind = type(value)
        if kind is numpy.ndarray:
            return value.copy()
        if kind is list or kind is tuple:
            return kind([fresh(one) for one in value])
        if kind is dict:
            return {{key: fresh(one) for key, one in value.items()}}
        return value

    def filled(value, values):
        kind = type(value)
        if kind is dict and "{_EARLIER}" in value:
            back, *path = value["{_EARLIER}"]
            found = values[len(values) - back]
            for step in path:
                found = found[step]
            return found
        if kind is list or kind is tuple:
            return kind([filled(one, values) for one in value])
        if kind is dict:
            return {{key: filled(one, values) for key, one in value.items()}}
        return value

    def same(one, other):
        if type(one) is not type(other):
            return False
        if isinstance(one, numpy.ndarray):
            return one.shape == other.shape and one.tobytes() == other.tobytes()
        if isinstance(one, (list, tuple)):
            return len(one) == len(other) and all(map(same, one, other))
        if isinstance(one, dict):
            return list(one) == list(other) and all(map(same, one.values(), other.values()))
        return one is other or one == other

    def key(value, depth=0):
        kind = type(value)
        if kind is numpy.ndarray or isinstance(value, numpy.generic):
            if value.dtype.kind not in "biufcUS" or value.nbytes > 1 << 18:
                raise ValueError
            return kind, value.shape, value.dtype.str, value.tobytes()
        if value is None or kind in (bool, int, float, complex, str):
            return kind, repr(value)
        if kind in (list, tuple) and len(value) < 1000 and depth < 8:
            return (kind, *[key(one, depth + 1) for one in value])
        if kind is dict and len(value) < 1000 and depth < 8:
            return (kind, *[(key(a), key(b, depth + 1)) for a, b in value.items()])
        raise ValueError

    def run(calls, rounds):
        values, keys, told = [], [], []
        left[0] = rounds
        for of, args, kwargs, watched, named in calls:
            args, kwargs = fresh(args), fresh(kwargs)
            changed = []
            try:
                if named:
                    args, kwargs = filled(args, values), filled(kwargs, values)
                if watched:
                    before = fresh([args, kwargs])
                function = current[0] if of == name else space[of]
                value = function(*args, **kwargs)
                if watched:
                    changed = [str(n) for n, one in enumerate(args) if not same(one, before[0][n])]
                    changed += [n for n, one in kwargs.items() if not same(one, before[1][n])]
            except (Exception, Endless):
                values.append(None)
                keys.append(None)
                told.append(None)
                continue
            values.append(value)
            try:
                keys.append((key(value), tuple(changed)))
                told.append([fresh(value), changed])
            except Exception:
                keys.append("other")
                told.append(None)
        return tuple(keys), told

    def tried(settings, calls, rounds, wanted):
        known, found, outcomes = {{}}, [], []
        kept = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = io.StringIO()
        try:
            with warnings.catch_warnings(), numpy.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                for setting in settings:
                    turn(setting, True)
                    try:
                        if wanted is not None:
                            found.append(right(calls, rounds, wanted))
                            continue
                        keys, told = run(calls, rounds)
                    finally:
                        turn(setting, False)
                    if keys not in known:
                        known[keys] = len(outcomes)
                        outcomes.append(told)
                    found.append(known[keys])
        finally:
            sys.stdout, sys.stderr = kept
        return [found, outcomes, rounds - left[0]]

    def near(value, right):
        if isinstance(right, dict):
            return isinstance(value, dict) and all(
                name in value and near(value[name], one) for name, one in right.items()
            )
        if isinstance(right, (list, tuple)):
            return (
                isinstance(value, (list, tuple))
                and len(value) == len(right)
                and all(map(near, value, right))
            )
        if right is None or isinstance(right, str):
            return type(value) is type(right) and value == right
        gap = numpy.abs(numpy.subtract(value, right, dtype=float))
        if gap.shape != numpy.shape(right):
            return False
        return bool((gap <= {ATOL} + {RTOL} * numpy.abs(right)).all())

    def right(calls, rounds, wanted):
        values = []
        left[0] = rounds
        for (of, args, kwargs, _, named), right in zip(calls, wanted):
            args, kwargs = fresh(args), fresh(kwargs)
            try:
                if named:
                    args, kwargs = filled(args, values), filled(kwargs, values)
                function = current[0] if of == name else space[of]
                values.append(function(*args, **kwargs))
                if not near(values[-1], right):
                    return False
            except (Exception, Endless):
                return False
        return True

    def shown(*args, **kwargs):
        if len(args) == 5 and type(args[0]) is str and args[0] == {_TRY!r}:
            return tried(*args[1:])
        return current[0](*args, **kwargs)

    if settled is None:
        return on, tick, shown
    turn(settled, True)
    return on, lambda: None, current[0]
{ON}, {TICK}, NAME = _gradus_begin_(globals(), 'NAME', {_ASKED!r})
"""


class Screening:
    """One exercise of a submission with the edits of its targets behind switches.

    `numbers` are those of the parts of the submission that the `targets` are of, `names` theirs;
    `request` loads it into a worker with other code for some of its parts, and the grader's own
    after it. `weight` is how many lines of Python right code runs on an example.
    """

    def __init__(
        self,
        exercise: str,
        numbers: Sequence[int],
        names: Sequence[str],
        targets: Sequence[TargetSwitches],
        tryout: Tryout,
        request: Callable[[Mapping[int, bytes], bytes], Payload],
        weight: Callable[[Case], int],
    ) -> None:
        self.switches = [(one.target, switch) for one in targets for switch in one.switches]
        self._exercise = exercise
        self._tryout = tryout
        self._request = request
        self._weight = weight
        self._rounds: dict[tuple[str, int], int] = {}
        self._codes = {numbers[one.target]: one.code for one in targets}
        self._size = targets[-1].size if targets else 0
        self._slots = {switch.number: switch.slots for _, switch in self.switches}
        self._wholes = {
            switch.number: names[target] for target, switch in self.switches if not switch.slots
        }
        self._driver = compile(_DRIVER.replace("NAME", exercise), "<grader>", "exec")

    def payload(self, setting: Setting | None) -> Payload:
        """What loads the submission with these switches on for good, or none as yet."""
        asked = self._size, (*self._slots.items(),), (*self._wholes.items(),), setting
        # Compiled once, and what is asked put in: compiling takes longer than a call.
        code = self._driver.replace(
            co_consts=tuple(asked if one == _ASKED else one for one in self._driver.co_consts)
        )
        return self._request(self._codes, marshal.dumps(code))

    def outcomes(
        self, those: Sequence[tuple[Sequence[Setting], Case]]
    ) -> list[list[Outcome | None]]:
        """What settings give on an example, of several; None where nobody knows; raises `Over`."""
        found: list[list[Outcome | None]] = [[] for _ in those]
        for place, chunk, told in self._told([(*one, None) for one in those]):
            of = those[place][1]
            found[place] += _read(told, len(chunk), len(of.plan))
            match told:  # the first that is tried is the function as it is
                case [_, _, int(rounds)] if of.key not in self._rounds:
                    self._rounds[of.key] = min(max(0, rounds), MOST_ROUNDS)
        return found

    def weight(self, case: Case) -> int:
        """How many lines of Python run on an example: of right code, or of this function's loops,
        as far as it has been tried there.
        """
        return max(1, self._weight(case), LINES_PER_ROUND * self._rounds.get(case.key, 0))

    def right(
        self, settings: Sequence[Setting], case: Case, wanted: Sequence[Any]
    ) -> list[Setting]:
        """The settings with which the calls of an example give what is wanted; raises `Over`."""
        found: list[Setting] = []
        for _, chunk, told in self._told([(settings, case, [*wanted])]):
            match told:
                case [list(flags), _, _] if len(flags) == len(chunk):
                    found += [one for one, flag in zip(chunk, flags, strict=True) if flag is True]
        return found

    def _told(
        self, those: Sequence[tuple[Sequence[Setting], Case, list[Any] | None]]
    ) -> Iterator[tuple[int, Sequence[Setting], Any]]:
        """What the worker tells of each chunk of settings, and the place of what it is of."""
        places: list[tuple[int, Sequence[Setting]]] = []
        asked: list[Call] = []
        for place, (settings, case, wanted) in enumerate(those):
            calls = [_call(one) for one in case.plan]
            weight = self.weight(case)
            most = MOST_AT_ONCE if wanted is None else MOST_MATCHED_AT_ONCE
            at_once = max(1, min(most, MOST_LINES_AT_ONCE // weight))
            rounds = ROUNDS + ROUNDS_PER_LINE * weight
            if case.key not in self._rounds:  # nobody knows yet how many it takes itself
                rounds = max(rounds, MOST_OF_ITS_OWN)
            for first in range(0, len(settings), at_once):
                chunk = settings[first : first + at_once]
                told = [[*one] for one in chunk]
                args = _TRY, told, calls, rounds, wanted
                asked.append(Call(Op.CALL, self._exercise, args=args))
                places.append((place, chunk))
        answers = self._tryout.told(self.payload(None), asked) if asked else []
        for (place, chunk), answer in zip(places, answers, strict=True):
            yield place, chunk, answer


def may_be_screened(case: Case, replaced: Iterable[str]) -> bool:
    """Whether the calls of an example are of values alone, and watch for nothing but change."""
    others = {*replaced}
    return bool(case.plan) and all(
        one.call.op == Op.CALL
        and one.call.name not in others
        and {*one.call.watch} <= {"changed"}
        and one.call.handle is None
        and _crosses([*one.call.args, *one.call.kwargs.values()])
        for one in case.plan
    )


def _crosses(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_crosses, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_crosses, value))
    return not callable(value) and not isinstance(value, Handle)


def _call(planned: PlannedCall) -> list[Any]:
    call = planned.call
    args, kwargs = _with_marks([*call.args]), _with_marks(dict(call.kwargs))
    return [call.name, args, kwargs, "changed" in call.watch, planned.has_names]


def _with_marks(value: Any) -> Any:
    if isinstance(value, Earlier):
        return {_EARLIER: [value.back, *value.path]}
    if type(value) in (list, tuple):
        return type(value)(_with_marks(one) for one in value)
    if type(value) is dict:
        return {key: _with_marks(one) for key, one in value.items()}
    return value


def _read(told: Any, settings: int, calls: int) -> list[Outcome | None]:
    """The outcomes that a worker told, of so many settings; a submission may tell anything."""
    match told:
        case [list(places), list(outcomes), _] if len(places) == settings:
            known = [_outcome(one, calls) for one in outcomes]
        case _:
            return [None] * settings
    return [
        known[place] if isinstance(place, int) and 0 <= place < len(known) else None
        for place in places
    ]


def _outcome(told: Any, calls: int) -> Outcome | None:
    if not isinstance(told, list) or len(told) != calls:
        return None
    found: list[Observation | None] = []
    for one in told:
        match one:
            case None:
                found.append(None)
            case [value, list(changed)] if all(isinstance(name, str) for name in changed):
                found.append(Observation(value, tuple(changed)))
            case _:
                return None
    return tuple(found)


class Recorded:
    """Answers a check's calls with an outcome of the planned ones (implements `Caller`)."""

    def __init__(self, case: Case, outcome: Outcome) -> None:
        self._plan = case.plan
        self._outcome = outcome
        self._place = 0
        self._given: dict[int, Any] = {}

    def invoke(self, call: Call) -> Observation:
        """The call's value, if it is a planned one that gave some; raises `CallFailed`."""
        for place in range(self._place, len(self._plan)):
            if self._plan[place].fits(call, self._given, place):
                self._place = place + 1
                seen = self._outcome[place]
                if seen is None:
                    raise CallFailed("It gave no value")
                self._given[place] = seen.value
                return seen
        raise CallFailed("It was not asked")
