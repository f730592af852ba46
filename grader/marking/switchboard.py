"""What a worker runs to turn edits on in a function that has them behind switches, and to call it.

It stands after the submission there, in the place of the exercise. See `grader.marking.screening`,
which asks, and reads what comes back.
"""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from types import CodeType
from typing import Any

from grader.calls import Call, Earlier, Op, PlannedCall
from grader.diagnosis import ON, TICK, WHOLE

# What is so near to a right result may be one; the check itself decides.
RTOL, ATOL = 1e-6, 1e-9

# Comes after the submission in the worker, with what is asked in place of `_ASKED`.
_ASKED, _TRY, _EARLIER = "what is asked", "_gradus_try_", "_gradus_earlier_"
_SWITCHBOARD = f"""
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
            except Exception as error:
                kinds = type(error).__mro__
                names = [one.__name__ for one in kinds if one.__module__ == "builtins"]
                values.append(None)
                keys.append(tuple(names))
                told.append([names])
                continue
            except Endless:
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
                told.append([])
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
                if not right or not near(values[-1], right[0]):
                    return False
            except Exception:
                if right:
                    return False
                values.append(None)
            except Endless:
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


# What is asked of it: how many switches there are, their slots, the functions that stand in
# another's place, and the switches that are on for good, if that is settled.
Asked = tuple[int, tuple[Any, ...], tuple[Any, ...], tuple[int, ...] | None]


def switchboard_of(exercise: str) -> CodeType:
    """The code, with nothing asked of it as yet."""
    return compile(_SWITCHBOARD.replace("NAME", exercise), "<grader>", "exec")


def asking(switchboard: CodeType, asked: Asked) -> bytes:
    """The code with what is asked, for a worker.

    It is compiled once, and what is asked put in: compiling takes longer than a call.
    """
    constants = (asked if one == _ASKED else one for one in switchboard.co_consts)
    return marshal.dumps(switchboard.replace(co_consts=tuple(constants)))


def trying(
    exercise: str,
    settings: Sequence[Sequence[int]],
    plan: Sequence[PlannedCall],
    rounds: int,
    wanted: Sequence[Any] | None,
) -> Call:
    """The call that tells what the planned calls give with each of these settings, where loops take
    so many rounds; or, for each, whether they give what is `wanted`: for each call a list of its
    value, which is empty where it must raise.
    """
    told = [[*one] for one in settings]
    calls = [_told(one) for one in plan]
    args = _TRY, told, calls, rounds, None if wanted is None else [*wanted]
    return Call(Op.CALL, exercise, args=args)


def _told(planned: PlannedCall) -> list[Any]:
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
