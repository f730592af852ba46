"""What hundreds of edits of a function do on an example, learnt from a few calls into a worker.

All edits are in the function, each behind a switch (see `grader.diagnosis.edits.switched`); the
worker turns them on, one or two at a time, and makes the calls that a check makes of a right
solution. It tells what came back, of equal results once. A submission may have it tell anything:
what is found so is tried again with the check itself, in a worker of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from grader.calls import Call, Handle, Op, Payload
from grader.diagnosis import TargetSwitches
from grader.marking.switchboard import asking, switchboard_of, trying
from grader.marking.tryout import Case, Tryout
from grader.outcome import CallFailed, Observation, StudentRaised

# Lines of Python that a right function runs in what one call into the worker asks for: it may take
# half a second.
MOST_LINES_AT_ONCE = 6_000
MOST_AT_ONCE, MOST_MATCHED_AT_ONCE = 100, 500
# Rounds of loops that a call may take: so many times what a right function runs lines, and some.
ROUNDS_PER_LINE, ROUNDS = 3, 60
# About how many lines a round of a loop runs; and more rounds than are counted.
LINES_PER_ROUND, MOST_ROUNDS, MOST_OF_ITS_OWN = 4, 100_000, 20_000

# Switches that are on together.
Setting = tuple[int, ...]
# What each of the planned calls gave: its value and the arguments that it changed, what it raised,
# or None where it never ended.
Outcome = tuple[Observation | StudentRaised | None, ...]


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
        self._switchboard = switchboard_of(exercise)

    def payload(self, setting: Setting | None) -> Payload:
        """What loads the submission with these switches on for good, or none as yet."""
        asked = self._size, (*self._slots.items(),), (*self._wholes.items(),), setting
        return self._request(self._codes, asking(self._switchboard, asked))

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
            weight = self.weight(case)
            most = MOST_AT_ONCE if wanted is None else MOST_MATCHED_AT_ONCE
            at_once = max(1, min(most, MOST_LINES_AT_ONCE // weight))
            rounds = ROUNDS + ROUNDS_PER_LINE * weight
            if case.key not in self._rounds:  # nobody knows yet how many it takes itself
                rounds = max(rounds, MOST_OF_ITS_OWN)
            for first in range(0, len(settings), at_once):
                chunk = settings[first : first + at_once]
                asked.append(trying(self._exercise, chunk, case.plan, rounds, wanted))
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
    found: list[Observation | StudentRaised | None] = []
    for one in told:
        match one:
            case None:
                found.append(None)
            case [[str(name), *bases]] if all(isinstance(base, str) for base in bases):
                found.append(StudentRaised(name, bases=(name, *bases)))
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
        """The call's value, if it is a planned one that gave some; raises what it raised."""
        for place in range(self._place, len(self._plan)):
            if self._plan[place].fits(call, self._given, place):
                self._place = place + 1
                seen = self._outcome[place]
                if seen is None:
                    raise CallFailed("It gave no value")
                if isinstance(seen, StudentRaised):
                    raise seen
                self._given[place] = seen.value
                return seen
        raise CallFailed("It was not asked")
