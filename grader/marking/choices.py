"""Which values of right code may be given in a place of a function, in which form, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.diagnosis import Step, Values, Worked, same_values
from grader.marking.opened import Seen
from grader.marking.standing import Standing, digests_of, is_blank

# Values that are tried in one place, and those of another shape than what stands there.
MOST_IN_ONE_PLACE, MOST_OF_OTHER_SHAPE = 12, 4
# How many values more a loop may work out than right code does.
MOST_FURTHER = 1


@dataclass(frozen=True)
class Choice:
    """Which values of right code are given: of which expression, in which of its forms, and, if it
    is one value, which time; -1 for the last one. If there are `further` ones in a call after those
    of right code, these stay.
    """

    worked: Worked
    form: str = ""
    at: int | None = None
    further: bool = False

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


def choices_in(step: Step, stand: Standing) -> list[Choice]:
    """What may be given in this place: of the same shapes first."""
    seen, pool = stand.seen, stand.pool
    mine = seen.values.get(step.number, ())
    # What makes a right result may leave one as it is: that is given where a result comes from.
    ends = digests_of(value for path, value in pool.results.items() if path not in stand.good)
    goes_out = bool(digests_of(mine) & stand.amiss)
    wrong = [at for at, one in enumerate(mine) if not pool.holds((one,))]
    found: list[tuple[bool, Choice]] = []
    for one in pool.worked:
        for choice in _ways(one, mine, wrong, seen):
            values = one.formed(choice.form) or ()
            if same_values(values, mine) or (ends and not goes_out and digests_of(values) & ends):
                continue
            # Whether something holds is no number that is compared to tell that.
            if mine and _is_truth(values) != _is_truth(mine):
                continue
            # Or what is to be filled would come filled.
            if mine and all(map(is_blank, mine)) and not all(map(is_blank, values)):
                continue
            beside = mine[: len(values)] if choice.at is None else (mine[choice.at],)
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


def _ways(worked: Worked, mine: Values, wrong: Sequence[int], seen: Seen) -> Iterator[Choice]:
    """In which ways values of right code may be given in place of these: `wrong` are the places of
    those that right code does not work out.
    """
    if seen.ended and len(mine) <= len(worked.values):
        yield Choice(worked)
        return
    for form in worked.forms(len(mine)):
        yield Choice(worked, form)
    further = len(mine) - len(worked.values)
    if 0 < further <= MOST_FURTHER * len({*worked.calls}) and (
        len(worked.values) > 1 or len(wrong) == len(mine)
    ):
        yield Choice(worked, further=True)  # what a loop works out once more may be used by nothing
    if all(type(one) is int for one in mine) and len(mine) == len(worked.values):
        for form in worked.lengths():
            yield Choice(worked, form)
    if len(mine) > 1 == len(worked.values) and len(wrong) == 1:
        yield Choice(worked, at=-1 if wrong[0] == len(mine) - 1 else wrong[0])


def in_calls(values: Values, of: Sequence[int], calls: Sequence[int]) -> Values:
    """The values `of` some calls, at the beginning of these calls; None for what there is more."""
    waiting: dict[int, list[Any]] = {}
    for call, value in zip(of, values, strict=True):
        waiting.setdefault(call, []).append(value)
    return tuple(waiting[one].pop(0) if waiting.get(one) else None for one in calls)


def _is_truth(values: Values) -> bool:
    """Whether these are truths, and no numbers."""
    return all(isinstance(one, bool) or getattr(one, "dtype", None) == np.bool_ for one in values)


def _shape_of(value: Any) -> Any:
    """The shape of a value, or those of several together."""
    return [*map(np.shape, value)] if isinstance(value, tuple) else np.shape(value)
