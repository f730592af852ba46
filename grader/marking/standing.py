"""How a function does on an example, beside right code."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.diagnosis import Pool, Step, digest_of, is_number, is_value, same_values
from grader.marking.opened import Seen


@dataclass(frozen=True)
class Standing:
    """How a function does on an example, beside right code.

    In the `order` in which it comes to them: what statements work out that right code does not is
    `wrong`, and `elsewhere` is what is right in another place: a part of what a statement of right
    code works out, a wrong part of the results, or a number that counts something. The parts of the
    results that are as they must be are `good`; `amiss` has the digests of the others.
    """

    seen: Seen
    pool: Pool
    order: Sequence[int]
    wrong: Sequence[Step]
    elsewhere: Sequence[Step]
    good: Set[Any]
    amiss: Set[tuple[Any, ...]]
    _since: dict[int, float] = field(default_factory=dict)

    def since(self, step: int) -> float:
        """When a step first gave what right code does not; what raised comes last."""
        if step not in self._since:  # it is asked of each step beside each other
            self._since[step] = self._first(step)
        return self._since[step]

    def _first(self, step: int) -> float:
        values = self.seen.values.get(step, ())
        if not values or not all(map(is_value, values)):
            return math.inf
        return self.seen.times[step][self.pool.first_unknown(values)]


def digests_of(values: Iterable[Any]) -> frozenset[tuple[Any, ...]]:
    """The digests of each of these values by itself."""
    return frozenset(digest_of((one,)) for one in values)


def good_parts(seen: Seen, pool: Pool) -> frozenset[Any]:
    """Which parts of the results are as they must be."""
    return frozenset(
        path
        for path, value in seen.parts.items()
        if path in pool.results and same_values([value], [pool.results[path]])
    )


def is_telling(value: Any) -> bool:
    """Whether a number or an array is hardly one of right code's by chance."""
    if not is_number(value) or not np.size(value):
        return False
    return np.size(value) > 1 or not float(np.ravel(value)[0]).is_integer()


def is_blank(value: Any) -> bool:
    """Whether it is an array of one number only, such as one that is to be filled."""
    return isinstance(value, np.ndarray) and value.size > 1 and bool((value == value.flat[0]).all())
