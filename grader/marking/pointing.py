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

import marshal
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from grader.calls import Op, Payload
from grader.diagnosis import (
    GIVEN,
    HAS,
    MOST_TOGETHER,
    SEEN,
    Pool,
    Step,
    TargetSteps,
    Values,
    Worked,
    WorkedOut,
    digest_of,
    is_number,
    is_value,
    parts_of,
    same_values,
)
from grader.marking.tryout import Case, Tryout
from grader.results import Mends, Repair

# Values that are tried in all, in one place, those of another shape than what stands there, and
# examples of a check on which one must do.
MOST_TRIED, MOST_IN_ONE_PLACE, MOST_OF_OTHER_SHAPE, MOST_EXAMPLES = 160, 12, 4, 6
# One example may be right by chance; in so many at least a value must be what mends it.
LEAST_EXAMPLES = 2
# Places that are wrong together, those that are tried, and those before one that are.
MOST_WRONG, MOST_PLACES, MOST_BEFORE = 3, 8, 3
# Examples on which the values of a function are compared with those of right code.
MOST_COMPARED = 4
# Values of a function that are looked at, and bytes of them.
MOST_SEEN, MOST_SEEN_BYTES = 1500, 1 << 20
# What may be said of a value beside the right one, the most telling first: kinds of repairs.
SAYS: Final[Mapping[str, str]] = {
    "value sign": "What is worked out here has the wrong sign.",
    "value transposed": "What is worked out here is the transpose of what it must be.",
    "value factor": "What is worked out here is a constant times what it must be.",
    "value shape": "What is worked out here has another shape than it must.",
    "value": "What is worked out here is not what it must be.",
}

# Comes after the submission in the worker: `GIVEN` are values by step, in the order in which they
# are asked for. A function whose steps are `SHOWN` returns these in place of its result.
_OPENING = f"""
def _gradus_begin_(function, given, filename):
    import copy
    import numpy
    given = {{step: iter(values) for step, values in given.items()}}
    rows, inside, room, waiting = [], [], [{MOST_SEEN}, {MOST_SEEN_BYTES}], []

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
        value = numpy.frombuffer(data, kind).reshape(shape).copy()
        return value if form == "array" else value[()] if form == "number" else value.item()

    def numbers(value):
        if isinstance(value, (numpy.ndarray, numpy.generic)):
            return value.dtype.kind in "biuf"
        return type(value) in (bool, int, float)

    def see(step, value):
        together = value if type(value) is tuple and len(value) <= {MOST_TOGETHER} else (value,)
        room[0] -= len(together)
        room[1] -= sum(getattr(one, "nbytes", 8) for one in together)
        if min(room) > 0:
            known = together and all(map(numbers, together))
            rows.append([step, copy.deepcopy(value) if known else None])
        return value

    def shown(*args, **kwargs):
        if inside:
            return function(*args, **kwargs)
        inside.append(True)
        ended, result = 0, None
        try:
            result = function(*args, **kwargs)
        except Exception as error:
            trace = error.__traceback__
            while trace is not None:
                if trace.tb_frame.f_code.co_filename == filename:
                    ended = trace.tb_lineno
                trace = trace.tb_next
        inside.clear()
        told = [list(rows), ended, min(room) > 0, result]
        rows.clear()
        return told

    return has, give, see if SHOWN else lambda step, value: value, shown
{HAS}, {GIVEN}, {SEEN}, _gradus_shown_ = _gradus_begin_(NAME, VALUES, FILE)
if SHOWN: NAME = _gradus_shown_
"""


@dataclass(frozen=True)
class Seen:
    """What a function worked out on an example: the values of each step by its number, in the order
    in which each was first worked out, the line at which it raised, or 0, and the parts of its
    results.
    """

    values: Mapping[int, tuple[Any, ...]]
    ended: int
    parts: Mapping[tuple[Any, ...], Any]


@dataclass(frozen=True)
class Choice:
    """Which values of right code are given: of which expression, in which of its forms, and, if it
    is one value, which time; -1 for the last one.
    """

    worked: Worked
    form: str = ""
    at: int | None = None

    @property
    def is_length(self) -> bool:
        """Whether it is how long an array is."""
        return self.form.startswith("length") or ".shape[" in self.worked.step.part

    @property
    def words(self) -> str:
        """What is given, for the instructor."""
        form = f"{self.form} of " if self.form else "the value of "
        time = "" if self.at is None else ", the last time" if self.at < 0 else f", at {self.at}"
        return f"{form}{self.worked.step.part}{time}"


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

    `numbers` are those of the parts of the submission that the `targets` are of; `request` loads it
    into a worker with other code for some of its parts, and the grader's own after it.
    """

    def __init__(
        self,
        exercise: str,
        filename: str,
        numbers: Sequence[int],
        targets: Sequence[TargetSteps],
        worked: WorkedOut,
        tryout: Tryout,
        request: Callable[[Mapping[int, bytes], bytes], Payload],
    ) -> None:
        self._exercise = exercise
        self._worked = worked
        self._tryout = tryout
        self._steps = {step.number: step for one in targets for step in one.steps}
        self._left = MOST_TRIED
        codes = {numbers[one.target]: one.code for one in targets}
        opening = _OPENING.replace("NAME", exercise).replace("FILE", repr(filename))

        def opened(given: Mapping[int, Sequence[Any]], *, shown: bool = False) -> Payload:
            values = {step: [*map(_told, told)] for step, told in given.items()}
            text = opening.replace("SHOWN", repr(shown)).replace("VALUES", repr(values))
            return request(codes, marshal.dumps(compile(text, "<grader>", "exec")))

        self._opened = opened

    def found(self, checks: Sequence[Sequence[Case]]) -> tuple[Repair, ...]:
        """The places where right values make the examples right of these checks, which failed, or
        of some of them; of each check the lightest examples come first.

        Raises `Over`, and `CallFailed` where what the function tells of itself is too much.
        """
        given: dict[int, Choice] = {}
        looked_at: list[Case] = []
        left_open = False
        planned = [
            sorted([one for one in cases if one.plan][: 2 * MOST_EXAMPLES], key=_plainness)
            for cases in checks
        ]
        planned = [cases[:MOST_EXAMPLES] for cases in planned]
        # A single example tells nothing; what the others have told must do for it, too.
        for cases in sorted(planned, key=lambda one: len(one) < LEAST_EXAMPLES):
            more = self._for_check(given, cases)
            if more is None:
                left_open = True
            else:
                given, looked_at = more, [*looked_at, *cases]
        mends: Mends = "some" if left_open else "tried"
        return tuple(self._repair(one, given, looked_at, mends) for one in sorted(given))

    def _for_check(self, before: Given, cases: Sequence[Case]) -> dict[int, Choice] | None:
        """What is given besides so that these examples are right; None where nothing is found."""
        given = dict(before)
        for case in cases[:MOST_COMPARED]:  # what this takes is none of the submission's doing
            self._worked.of(case.prepared, case.place)
        while failing := [one for one in cases if not self._right(given, one)]:
            # The first one that fails tells what is tried.
            cases = [*failing, *(one for one in cases if one not in failing)]
            full = len(given) == MOST_WRONG or len(cases) < LEAST_EXAMPLES
            further = None if full else self._further(given, cases)
            if further is None:
                return None
            given[further.step.number] = further.choice
        for number in [one for one in given if one not in before]:
            rest = {one: choice for one, choice in given.items() if one != number}
            if all(self._right(rest, case) for case in cases):
                binds = {*self._steps[number].binds}
                if any(binds & {*self._steps[one].reads} for one in rest):
                    return None  # what follows from it would be told in its place
                given = rest
        return given

    def _repair(self, number: int, given: Given, cases: Sequence[Case], mends: Mends) -> Repair:
        step, choice = self._steps[number], given[number]
        others = {one: its for one, its in given.items() if one != number}
        kinds = {*SAYS}
        for case in cases:
            seen, told = self._seen(others, case), self._values(given, case)[number]
            mine = seen.values.get(number, ()) if seen is not None else ()
            if mine and not same_values(mine, told):
                kinds &= {"value", *_kinds(mine, told)}
        kind = next(one for one in SAYS if one in kinds)
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
        values = self._tryout.values(self._opened(self._values(given, case), shown=True), case)
        with self._tryout.effort:
            return self._read(values, case)

    def _read(self, values: Sequence[Any], case: Case) -> Seen | None:
        found: dict[int, list[Any]] = {}
        parts: dict[tuple[Any, ...], Any] = {}
        ended = 0
        for place, (planned, value) in enumerate(zip(case.plan, values, strict=False)):
            if planned.call.op != Op.CALL or planned.call.name != self._exercise:
                continue
            match value:  # a submission may tell anything
                case [list(rows), int(line), True, result] if len(rows) <= MOST_SEEN:
                    ended = ended or line
                    parts |= parts_of(result, (place,))
                case _:
                    return None
            for row in rows:
                match row:
                    case [int(number), shown] if number in self._steps:
                        found.setdefault(number, []).append(shown)
                    case _:
                        return None
        return Seen({number: tuple(shown) for number, shown in found.items()}, ended, parts)

    def _wrong(self, seen: Seen, case: Case) -> tuple[list[Step], list[Step]]:
        """What statements work out that right code does not, as the function comes to it, and what
        is right in another place: a part of what a statement of right code works out, a wrong part
        of the results, or a number that counts something.
        """
        # What raised has given no value: it comes last, where its line is.
        raised = [
            step.number
            for step in self._steps.values()
            if step.number not in seen.values and step.line == seen.ended
        ]
        wholes = [*self._order(seen), *dict.fromkeys(self._steps[one].whole for one in raised)]
        pool = self._worked.of(case.prepared, case.place)
        good = self._good(seen, case)
        amiss = [value for path, value in seen.parts.items() if path not in good]
        wrong, elsewhere = [], []
        for step in (self._steps[one] for one in wholes if one in self._steps):
            values = seen.values.get(step.number, ())
            if not all(map(is_value, values)):
                continue
            if not pool.holds(values):
                wrong.append(step)
            elif (
                (step.computed and not pool.holds(values, wholes=True))
                or all(type(one) is int for one in values)
                or _any_same(values, amiss)
            ):
                elsewhere.append(step)
        return wrong, elsewhere

    def _order(self, seen: Seen) -> list[int]:
        """What statements have worked out, the first one first."""
        return [one for one in seen.values if self._steps[one].whole == one]

    def _further(self, given: Given, cases: Sequence[Case]) -> Help | None:
        """The first place where a value makes all examples right, or else the value that makes the
        most right that was wrong.
        """
        seen = self._seen(given, cases[0])
        if seen is None:
            return None
        with self._tryout.effort:
            wrong, elsewhere = self._wrong(seen, cases[0])
        # On one example a wrong value may be some right one's by chance.
        other: set[int] = set()
        for case in cases[1:MOST_COMPARED]:
            beside = self._seen(given, case)
            if beside is not None:
                with self._tryout.effort:
                    other |= {one.number for one in self._wrong(beside, case)[0]}
        order = self._order(seen)
        wrong += [one for one in elsewhere if one.number in other]
        wrong.sort(key=lambda one: order.index(one.number) if one.number in order else len(order))
        wrong = [one for one in wrong if one.number not in given]
        helps = []
        for place, step in enumerate(wrong[:MOST_PLACES]):
            if self._follows(step, wrong[:place], seen, cases[0]):
                continue  # it may be right of what is wrong
            found = self._in_place(step, given, seen, cases)
            if found is not None and found.mends:
                # Where a term was left out, that is the place, and not where it is missed.
                steps = [self._steps[one] for one in order if one != step.number]
                bound = [one for one in steps if {*one.binds} & {*step.reads}]
                for before in bound[:MOST_BEFORE] if step.number in order else ():
                    earlier = self._in_place(before, given, seen, cases)
                    if earlier is not None and earlier.mends:
                        return earlier
                return found
            helps.append(found)
        # A right value in another place must mend all by itself, but for a length, of which there
        # are few.
        places = [one for one in elsewhere if one.computed or not given]
        for step in places[:MOST_PLACES] if not any(helps) else ():
            found = self._in_place(step, given, seen, cases)
            if found is not None and found.mends:
                return found
            helps.append(found if found is not None and found.choice.is_length else None)
        return max((one for one in helps if one), key=lambda one: one.mended, default=None)

    def _follows(self, step: Step, wrong: Sequence[Step], seen: Seen, case: Case) -> bool:
        """Whether it reads what is wrong before it comes to it."""
        pool = self._worked.of(case.prepared, case.place)
        if step.part.isidentifier() and not pool.holds(seen.values.get(step.number, ())):
            return True

        def is_blank(number: int) -> bool:  # what is to be filled was worked out by none
            return all(map(_is_blank, seen.values.get(number, ())))

        return any(
            {*one.binds} & {*step.reads} and one.reads and not is_blank(one.number) for one in wrong
        ) or any(
            # A variable that was changed since.
            one.whole == step.number != one.number
            and one.part in step.reads
            and all(is_number(value) and np.size(value) > 1 for value in seen.values[one.number])
            and not is_blank(one.number)
            and not pool.holds(seen.values[one.number])
            for one in self._steps.values()
            if one.number in seen.values
        )

    def _in_place(self, step: Step, given: Given, seen: Seen, cases: Sequence[Case]) -> Help | None:
        """What makes all examples right in this place, or else what makes the most of the first one
        right; nothing where none makes more right than before.
        """
        best: Help | None = None
        with self._tryout.effort:
            before = self._good(seen, cases[0])
            wrong = {one.number for one in self._wrong(seen, cases[0])[0]}
            choices = self._choices(step, seen, cases[0])
        for choice in choices:
            if not self._left:
                break
            self._left -= 1
            more = {**given, step.number: choice}
            then = self._seen(more, cases[0])
            if then is None or (then.ended and not seen.ended):
                continue
            with self._tryout.effort:
                good = self._good(then, cases[0])
                still = {one.number for one in self._wrong(then, cases[0])[0]}
            if not good >= before:
                continue
            # What follows from it may be right now, though something else still is wrong.
            right = (wrong - still - {step.number}) & then.values.keys()
            mended = len(good - before) + len(right)
            if not mended:
                continue
            if good > before and all(self._right(more, case) for case in cases):
                return Help(step, choice, mended, mends=True)
            if best is None or mended > best.mended:
                best = Help(step, choice, mended)
        return best

    def _good(self, seen: Seen, case: Case) -> set[Any]:
        """The parts of the results that are as they must be."""
        wanted = self._worked.of(case.prepared, case.place).results
        return {
            path
            for path, value in seen.parts.items()
            if path in wanted and same_values([value], [wanted[path]])
        }

    def _choices(self, step: Step, seen: Seen, case: Case) -> list[Choice]:
        """What may be given in this place: of the same shapes first."""
        mine = seen.values.get(step.number, ())
        pool = self._worked.of(case.prepared, case.place)
        # What makes a right result may leave one as it is: that is given where a result comes from.
        good = self._good(seen, case)
        ends = [value for path, value in pool.results.items() if path not in good]
        goes_out = _any_same(mine, [one for path, one in seen.parts.items() if path not in good])
        found: list[tuple[bool, Choice]] = []
        for one in pool.worked:
            for choice in _choices(one, mine, seen, pool):
                values = one.formed(choice.form) or ()
                if same_values(values, mine) or (ends and not goes_out and _any_same(values, ends)):
                    continue
                # Or what is to be filled would come filled.
                if mine and all(map(_is_blank, mine)) and not all(map(_is_blank, values)):
                    continue
                beside = mine if choice.at is None else (mine[choice.at],)
                found.append(([*map(_shape_of, values)] != [*map(_shape_of, beside)], choice))
        # In either, what a statement works out comes first. A shape is seldom wrong.
        others = [choice for differs, choice in found if differs]
        alike = [choice for differs, choice in found if not differs]
        shaped = all(
            np.shape(value) == np.shape(pool.results.get(path, value))
            for path, value in seen.parts.items()
        )
        room = MOST_OF_OTHER_SHAPE if alike and shaped else MOST_IN_ONE_PLACE
        return alike[:MOST_IN_ONE_PLACE] + others[:room]

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
            if at == -1:
                others = {one: its for one, its in given.items() if one != number}
                seen = self._seen(others, case)
                at = len(seen.values.get(number, ())) - 1 if seen is not None else 0
            found[number] = (*[None] * (at or 0), *values)
        return found

    def _right(self, given: Given, case: Case) -> bool:
        """Whether an example is right with these values given."""
        request = self._opened(self._values(given, case))
        return bool(self._tryout.held(request, [case], every=False))


def _choices(worked: Worked, mine: Values, seen: Seen, pool: Pool) -> Iterator[Choice]:
    """In which ways values of right code may be given in place of these."""
    if seen.ended and len(mine) <= len(worked.values):
        yield Choice(worked)
        return
    for form in worked.forms(len(mine)):
        yield Choice(worked, form)
    if all(type(one) is int for one in mine) and len(mine) == len(worked.values):
        for form in worked.lengths():
            yield Choice(worked, form)
    if len(mine) > 1 == len(worked.values):
        wrong = [at for at, one in enumerate(mine) if not pool.holds((one,))]
        if len(wrong) == 1:
            yield Choice(worked, at=-1 if wrong[0] == len(mine) - 1 else wrong[0])


def _any_same(ones: Sequence[Any], others: Sequence[Any]) -> bool:
    known = {digest_of((one,)) for one in others}
    return bool(known) and any(digest_of((one,)) in known for one in ones)


def _plainness(case: Case) -> int:
    """The fewer different numbers an example has, the more of what is wrong looks right."""
    inputs = case.prepared.examples[case.place].inputs
    numbers = [np.ravel(one) for one in parts_of(inputs, ()).values()]
    return -np.unique(np.concatenate(numbers)).size if numbers else 0


def _shape_of(value: Any) -> Any:
    """The shape of a value, or those of several together."""
    return [*map(np.shape, value)] if isinstance(value, tuple) else np.shape(value)


def _is_blank(value: Any) -> bool:
    """Whether it is an array of one number only, such as one that is to be filled."""
    return isinstance(value, np.ndarray) and value.size > 1 and bool((value == value.flat[0]).all())


def _kinds(mine: Sequence[Any], right: Sequence[Any]) -> Iterator[str]:
    """What may be said of some values beside the right ones."""
    if len(mine) != len(right):
        return
    both = [*zip(mine, right, strict=True)]
    if not mine or not all(is_number(one) and is_number(other) for one, other in both):
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
    return same_values([one], [other * (one[pivot] / other[pivot])]) and bool(one.any())


def _told(value: Any) -> tuple[str, str, tuple[int, ...], Any] | None:
    if value is None:
        return None
    if isinstance(value, tuple):
        return "tuple", "", (), [*map(_told, value)]
    array = np.asarray(value)
    form = "plain"
    if isinstance(value, np.ndarray):
        form = "array"
    elif isinstance(value, np.generic):
        form = "number"
    return form, array.dtype.str, array.shape, array.tobytes()
