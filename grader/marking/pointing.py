"""Where a wrong function is wrong, found by giving it right values on the way.

One value that a function works out may be all that is wrong in it, in whatever way; or two are. So
its values on an example that fails are compared with those of right code, and these are put in the
place of one that is none of them. If the function gives what it must then, with the values of one
piece of right code on all examples of a check, that is where it is wrong: the earliest such
statement counts. Where there is none, a value is kept that makes more of the result right, and what
is wrong still is looked for beside it. Values of right code go into the worker for this, which is
why it comes last; what gets out is a line.

After angelic debugging (Chandra, Torlak, Barman and Bodík, ICSE 2011), in which any value that a
solver finds may be given; here those that right code works out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from grader.calls import Payload
from grader.diagnosis import (
    Step,
    TargetSteps,
    Values,
    WorkedOut,
    is_number,
    is_value,
    same_values,
)
from grader.marking.choices import Choice, choices_in, in_calls
from grader.marking.opened import Opened, Seen
from grader.marking.standing import Standing, digests_of, good_parts, is_blank, is_telling
from grader.marking.tryout import LIGHT, Case, Tryout, plainness
from grader.results import Mends, Repair

# Values that are tried in all, and examples of a check on which one must do. On an example that is
# not light a value counts for several: all of it is to take a second.
MOST_TRIED, MOST_EXAMPLES = 90, 6
# One example may be right by chance; in so many at least a value must be what mends it.
LEAST_EXAMPLES = 2
# Places that are wrong together, those that are tried, and those before one that are.
MOST_WRONG, MOST_PLACES, MOST_BEFORE = 3, 8, 3
# Examples on which the values of a function are compared with those of right code.
MOST_COMPARED = 4
# What may be said of a value beside the right one, the most telling first: kinds of repairs.
SAYS: Final[Mapping[str, str]] = {
    "value sign": "What is worked out here has the wrong sign.",
    "value transposed": "What is worked out here is the transpose of what it must be.",
    "value factor": "What is worked out here is a constant times what it must be.",
    "value shape": "What is worked out here has another shape than it must.",
    "value": "What is worked out here is not what it must be.",
}


# What is given, by the number of the step.
Given = Mapping[int, Choice]


@dataclass(frozen=True)
class Help:
    """What giving a value does: how much is right that was wrong, and whether all is."""

    step: Step
    choice: Choice
    mended: int
    mends: bool = False


class Pointing:
    """The search for the values that make an exercise of a submission right.

    `parameters` are those of a right function, `numbers` those of the parts of the submission that
    the `targets` are of; `request` loads it into a worker with other code for some of its parts,
    and the grader's own after it. `weight` is how many lines of Python right code runs on an
    example.
    """

    def __init__(
        self,
        exercise: str,
        parameters: Sequence[str],
        filename: str,
        numbers: Sequence[int],
        targets: Sequence[TargetSteps],
        worked: WorkedOut,
        tryout: Tryout,
        request: Callable[[Mapping[int, bytes], bytes], Payload],
        weight: Callable[[Case], int],
    ) -> None:
        self._exercise = exercise
        self._worked = worked
        self._parameters = frozenset(parameters)
        self._tryout = tryout
        self._opened = Opened(exercise, filename, numbers, targets, tryout, request)
        self._steps = self._opened.steps
        self._weight = weight
        self._left = MOST_TRIED
        # Lines at which only small whole numbers are given, of which any may be right by chance.
        self.unsure: set[int] = set()

    def found(self, checks: Sequence[Sequence[Case]]) -> tuple[Repair, ...]:
        """The places where right values make the examples right of these checks, which failed, or
        of some of them; of each check the lightest examples come first.

        Raises `Over`, and `CallFailed` where what the function tells of itself is too much.
        """
        given: dict[int, Choice] = {}
        looked_at: list[Case] = []
        left_open = False
        planned = [
            sorted([one for one in cases if one.plan][: 2 * MOST_EXAMPLES], key=plainness)
            for cases in checks
        ]
        planned = [cases[:MOST_EXAMPLES] for cases in planned]
        # A single example tells nothing; what the others have told must do for it, too.
        for cases in sorted(planned, key=lambda one: len(one) < LEAST_EXAMPLES):
            if not cases:
                left_open = True
                continue
            more, all_right = self._for_check(given, cases)
            left_open |= not all_right
            if all_right or more != given:
                given, looked_at = more, [*looked_at, *cases]
        mends: Mends = "some" if left_open else "tried"
        if left_open and len(given) > 1:
            # One may only undo what another wrong one does: each must gain something by itself.
            given = {
                one: its for one, its in given.items() if self._gains({}, {one: its}, looked_at)
            }
        found = [self._repair(one, given, looked_at, mends) for one in sorted(given)]
        # Of several values on one line the line is told once, and of two kinds neither.
        by_line: dict[int | None, Repair] = {}
        for one in found:
            known = by_line.setdefault(one.line, one)
            if known.kind != one.kind:
                by_line[one.line] = known.model_copy(
                    update={"kind": "value", "says": SAYS["value"]}
                )
        return tuple(by_line.values())

    def feeding(self, line: int) -> frozenset[int]:
        """The lines that bind what is read on a line."""
        read = {name for one in self._steps.values() if one.line == line for name in one.reads}
        return frozenset(one.line for one in self._steps.values() if {*one.binds} & read) - {line}

    def _for_check(self, before: Given, cases: Sequence[Case]) -> tuple[dict[int, Choice], bool]:
        """What is given besides so that these examples are right, or so that more of their results
        are; and whether all are.
        """
        given = dict(before)
        for case in cases[:MOST_COMPARED]:  # what this takes is none of the submission's doing
            self._worked.of(case.prepared, case.place)
        while failing := [one for one in cases if not self._right(given, one)]:
            # The first one that fails tells what is tried.
            cases = [*failing, *(one for one in cases if one not in failing)]
            full = len(given) == MOST_WRONG or len(cases) < LEAST_EXAMPLES
            further = None if full else self._further(given, cases)
            if further is None:
                return (given if self._gains(before, given, cases) else dict(before)), False
            given[further.step.number] = further.choice
        for number in [one for one in given if one not in before]:
            rest = {one: choice for one, choice in given.items() if one != number}
            if all(self._right(rest, case) for case in cases):
                binds = {*self._steps[number].binds}
                if any(binds & {*self._steps[one].reads} for one in rest):
                    return dict(before), False  # what follows would be told in its place
                given = rest
        return given, True

    def _gains(self, before: Given, given: Given, cases: Sequence[Case]) -> bool:
        """Whether one value more makes results right, and none wrong, on so many examples that it
        is no chance.
        """
        if len(given) != len(before) + 1:
            return False
        gained = 0
        for case in cases[:MOST_COMPARED]:
            stand, then = self._stand(before, case), self._stand(given, case)
            if stand is None or then is None or not then.good >= stand.good:
                return False
            gained += len(then.good) > len(stand.good)
        return gained >= LEAST_EXAMPLES

    def _repair(self, number: int, given: Given, cases: Sequence[Case], mends: Mends) -> Repair:
        step, choice = self._steps[number], given[number]
        others = {one: its for one, its in given.items() if one != number}
        kinds = {*SAYS}
        compared = False
        for case in cases:
            seen, told = self._seen(others, case), self._values(given, case)[number]
            mine = seen.values.get(number, ()) if seen is not None else ()
            pairs = [one for one in zip(mine, told, strict=False) if one[1] is not None]
            if pairs and not all(same_values([one], [other]) for one, other in pairs):
                compared = True
                kinds &= {"value", *_kinds(pairs)}
        # Of what raised there is nothing to be said but that it is here.
        kind = next(one for one in SAYS if one in kinds) if compared else "value"
        if not choice.is_length and all(type(one) is int for one in choice.worked.values):
            self.unsure.add(step.line)
        return Repair(
            line=step.line,
            kind=kind,
            says=SAYS[kind],
            mends=mends,
            old=f"{step.part}  # in: {step.statement}",
            new=f"{choice.words}, as in: {choice.worked.step.statement}",
        )

    def _seen(self, given: Given, case: Case) -> Seen | None:
        """What the function works out on an example; None where that is too much, or unknown."""
        return self._opened.seen(self._values(given, case), case)

    def _stand(self, given: Given, case: Case) -> Standing | None:
        """How the function does on an example; None where that is too much, or unknown."""
        seen = self._seen(given, case)
        if seen is None:
            return None
        with self._tryout.effort:
            return self._standing(seen, case)

    def _standing(self, seen: Seen, case: Case) -> Standing:
        # What raised has given no value: it comes last, where its line is.
        raised = [
            step.number
            for step in self._steps.values()
            if step.number not in seen.values and step.line == seen.ended
        ]
        order = [one for one in seen.values if self._steps[one].whole == one]
        wholes = [*order, *dict.fromkeys(self._steps[one].whole for one in raised)]
        pool = self._worked.of(case.prepared, case.place)
        good = good_parts(seen, pool)
        amiss = digests_of(value for path, value in seen.parts.items() if path not in good)
        wrong, elsewhere = [], []
        for step in (self._steps[one] for one in wholes if one in self._steps):
            values = seen.values.get(step.number, ())
            if not all(map(is_value, values)):
                continue
            holds, as_whole = pool.holding(values)
            if not holds:
                wrong.append(step)
            elif (
                (step.computed and not as_whole)
                or all(type(one) is int for one in values)
                or digests_of(values) & amiss
            ):
                elsewhere.append(step)
        return Standing(seen, pool, order, wrong, elsewhere, good, amiss)

    def _further(self, given: Given, cases: Sequence[Case]) -> Help | None:
        """The first place where a value makes all examples right, or else the value that makes the
        most right that was wrong.
        """
        stand = self._stand(given, cases[0])
        if stand is None:
            return None
        # On one example a wrong value may be some right one's by chance.
        beside = [self._stand(given, case) for case in cases[1:MOST_COMPARED]]
        other = {step.number for one in beside if one is not None for step in one.wrong}
        wrong = [*stand.wrong, *(one for one in stand.elsewhere if one.number in other)]
        # In a loop what comes first in the text may be wrong only once what comes last has been.
        wrong.sort(key=lambda one: stand.since(one.number))
        wrong = [one for one in wrong if one.number not in given]
        helps = []
        for place, step in enumerate(wrong[:MOST_PLACES]):
            if _follows(step, wrong[:place], stand, self._steps) or self._is_blind(step, stand):
                continue  # it may be right of what is wrong
            if self._only_returns(step, stand):
                continue  # with the right result any function is right
            found = self._in_place(step, given, stand, cases)
            if found is not None and found.mends:
                # Where a term was left out, that is the place, and not where it is missed.
                for before in self._bound_before(step, stand)[:MOST_BEFORE]:
                    if _follows(before, wrong[:place], stand, self._steps):
                        continue
                    earlier = self._in_place(before, given, stand, cases)
                    if earlier is not None and earlier.mends:
                        return earlier
                return found
            helps.append(found)
        # A right value in another place must mend all by itself, but for a length, of which there
        # are few.
        places = [one for one in stand.elsewhere if one.computed or not given]
        for step in places[:MOST_PLACES] if not any(helps) else ():
            if self._only_returns(step, stand):
                continue
            found = self._in_place(step, given, stand, cases)
            if found is not None and found.mends:
                return found
            helps.append(found if found is not None and found.choice.is_length else None)
        return max((one for one in helps if one), key=lambda one: one.mended, default=None)

    def _is_blind(self, step: Step, stand: Standing) -> bool:
        """Whether it reads a variable of the function's that is no number and no array, such as a
        list: whether that is right, nobody sees.
        """
        inner = [
            one
            for one in self._steps.values()
            if one.whole == step.number != one.number and one.number in stand.seen.values
        ]
        shown = {
            name
            for one in inner
            if all(map(is_value, stand.seen.values[one.number]))
            for name in one.reads
        }
        return any(
            one.part.isidentifier() and one.part not in shown and one.part not in self._parameters
            for one in inner
        )

    def _only_returns(self, step: Step, stand: Standing) -> bool:
        """Whether it is a result, made of variables of the function's of which nobody sees that
        they are right.
        """
        if step.number != step.whole or not step.statement.startswith("return"):
            return False
        if not step.reads:
            return True  # a constant: that it is come to is what is wrong
        bound = {name for one in self._steps.values() for name in one.binds}
        return any(
            one.part in bound
            and not (
                all(map(is_telling, stand.seen.values.get(one.number, ())))
                and stand.pool.holds(stand.seen.values.get(one.number, ()))
            )
            for one in self._steps.values()
            if one.whole == step.number
        )

    def _bound_before(self, step: Step, stand: Standing) -> list[Step]:
        """The steps that bound what a step reads before it was first wrong, the last one first."""
        if step.number not in stand.order:
            return []
        since = stand.since(step.number)
        last: dict[int, int] = {}
        for number in stand.order:
            times = [time for time in stand.seen.times[number] if time < since]
            if times and number != step.number and {*self._steps[number].binds} & {*step.reads}:
                last[number] = times[-1]
        return [self._steps[one] for one in sorted(last, key=lambda one: -last[one])]

    def _in_place(
        self, step: Step, given: Given, stand: Standing, cases: Sequence[Case]
    ) -> Help | None:
        """What makes all examples right in this place, or else what makes the most of the first one
        right; nothing where none makes more right than before.
        """
        best: Help | None = None
        wrong = {one.number for one in stand.wrong}
        with self._tryout.effort:
            choices = choices_in(step, stand)
        for choice in choices:
            if self._left <= 0:
                break
            self._left -= max(1, self._weight(cases[0]) // LIGHT)
            more = {**given, step.number: choice}
            then = self._opened.seen(self._values(more, cases[0]), cases[0], wrong)
            if then is None or (then.ended and not stand.seen.ended):
                continue
            with self._tryout.effort:
                good = good_parts(then, stand.pool)
                if not good >= stand.good:
                    continue
                # What follows from it may be right now, though something else still is wrong.
                right = [
                    one
                    for one, values in then.values.items()
                    if one != step.number
                    and all(map(is_value, values))
                    and stand.pool.holds(values)
                ]
            mended = len(good - stand.good) + len(right)
            if not mended:
                continue
            if good > stand.good and all(self._right(more, case) for case in cases):
                return Help(step, choice, mended, mends=True)
            if best is None or mended > best.mended:
                best = Help(step, choice, mended)
        return best

    def _values(self, given: Given, case: Case) -> dict[int, Values]:
        """What is given on an example, None for what the function works out itself."""
        found: dict[int, Values] = {}
        for number, choice in given.items():
            same = self._worked.the_same(choice.worked, case.prepared, case.place)
            values = None if same is None else same.formed(choice.form)
            if values is None:
                found[number] = ()
                continue
            at = choice.at
            if at == -1 or choice.further:
                others = {one: its for one, its in given.items() if one != number}
                seen = self._seen(others, case)
                calls = seen.calls.get(number, ()) if seen is not None else ()
                if choice.further:
                    assert same is not None
                    found[number] = in_calls(values, same.calls, calls)
                    continue
                at = len(calls) - 1 if calls else 0
            found[number] = (*[None] * (at or 0), *values)
        return found

    def _right(self, given: Given, case: Case) -> bool:
        """Whether an example is right with these values given."""
        return self._opened.right(self._values(given, case), case)


def _follows(step: Step, wrong: Sequence[Step], stand: Standing, steps: Mapping[int, Step]) -> bool:
    """Whether it reads what is wrong before it comes to it."""
    seen, pool = stand.seen, stand.pool
    if step.part.isidentifier() and not pool.holds(seen.values.get(step.number, ())):
        return True

    def to_be_filled(number: int) -> bool:  # what is to be filled was worked out by none
        return all(map(is_blank, seen.values.get(number, ())))

    return any(
        {*one.binds} & {*step.reads} and one.reads and not to_be_filled(one.number) for one in wrong
    ) or any(
        # A variable that was changed since; in a loop, before this was wrong.
        one.whole == step.number != one.number
        and one.part in step.reads
        and all(map(is_telling, seen.values[one.number]))
        and not to_be_filled(one.number)
        and not pool.holds(seen.values[one.number])
        and stand.since(one.number) < stand.since(step.number)
        for one in steps.values()
        if one.number in seen.values
    )


def _kinds(both: Sequence[tuple[Any, Any]]) -> Iterator[str]:
    """What may be said of some values beside the right ones."""
    if not all(is_number(one) and is_number(other) for one, other in both):
        return
    pairs = [(np.asarray(one, np.float64), np.asarray(other, np.float64)) for one, other in both]
    if any(one.shape != other.shape for one, other in pairs):
        yield "value shape"
    if all(same_values([one.T], [other]) for one, other in pairs):
        yield "value transposed"
    if all(same_values([-one], [other]) for one, other in pairs):
        yield "value sign"
    if all(one.shape == other.shape and _is_multiple(one, other) for one, other in pairs):
        yield "value factor"


def _is_multiple(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> bool:
    if other.size < 2 or not other.any():
        return False
    pivot = np.unravel_index(int(np.argmax(np.abs(other))), other.shape)
    with np.errstate(all="ignore"):  # either may be infinite
        stretched = other * (one[pivot] / other[pivot])
    return same_values([one], [stretched]) and bool(one.any())
