"""From numbers to places in a drawing: scales, what they show, and ticks with round numbers.

A scale covers the reference's curves whole. The student's may widen it, but only so far: a
cost that goes to 1e30 must not press everything else flat.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from grader.results.words import SUPERSCRIPTS

# How many times its own extent the reference's range may grow for the student's values.
WIDENED = 1.5
MARGIN = 0.05
TICKS = 5
# Beyond these a difference of two numbers, or a power of ten, is infinite.
LARGEST, MOST_POWER = 1e300, 300
# How far beyond its ends a scale places anything: far enough to be outside, and finite.
FARTHEST = 1e6


@dataclass(frozen=True)
class Scale:
    """An axis: from low to high (of a log axis: their powers of ten), drawn from start to end."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def place(self, value: float) -> float:
        """Where a value lies, also beyond the ends; on a log axis, below them if not positive."""
        share = -FARTHEST
        if not self.log:
            share = (value - self.low) / (self.high - self.low)
        elif value > 0:
            share = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + (self.end - self.start) * min(max(share, -FARTHEST), FARTHEST)

    def shows(self, value: float) -> bool:
        """Whether a value lies between the ends."""
        return min(self.start, self.end) <= self.place(value) <= max(self.start, self.end)


def scale_over(
    certain: Sequence[float],
    wished: Sequence[float],
    *,
    start: float,
    end: float,
    log: bool = False,
    margin: float = MARGIN,
) -> Scale:
    """A scale that shows all `certain` values, and `wished` ones that are not too far off."""
    known = _shown(certain, log) or _shown(wished, log) or [0.0, 0.0 if log else 1.0]
    low, high = min(known), max(known)
    room = WIDENED * max(high - low, 1.0 if log else 0.1 * max(abs(low), abs(high), 1e-9))
    others = _shown(wished, log)
    low = max(min([low, *others]), low - room)
    high = min(max([high, *others]), high + room)
    if high - low < 1e-9 * max(abs(low), abs(high), 1e-9):
        half = 0.5 if log else 0.1 * max(abs(low), 1.0)
        low, high = low - half, high + half
    pad = margin * (high - low)
    # Where nothing is negative, the axis begins at 0 rather than a little below.
    floor = 0.0 if not log and margin and 0 <= low < 0.25 * high else low - pad
    return Scale(floor, high + pad, start, end, log)


def _shown(values: Sequence[float], log: bool) -> list[float]:
    if log:
        powers = [math.log10(value) for value in values if value > 0]
        return [min(max(power, -MOST_POWER + 1), MOST_POWER - 1) for power in powers]
    return [min(max(value, -LARGEST), LARGEST) for value in values]


def ticks_of(scale: Scale, at: Sequence[float] = ()) -> list[tuple[float, str]]:
    """Place and label of each tick: at the values given, or else at round numbers."""
    if at:
        return [(scale.place(value), label(value)) for value in at]
    values = _powers(scale) if scale.log else _round_values(scale.low, scale.high)
    return [(scale.place(value), label(value)) for value in values]


def _powers(scale: Scale) -> list[float]:
    """Powers of ten; where they are fewer than three, numbers between them as well."""
    first = max(math.floor(scale.low), -MOST_POWER)
    last = min(math.ceil(scale.high), MOST_POWER)
    every = max(1, math.ceil((last - first) / TICKS))
    powers = [10.0**power for power in range(first, last + 1) if power % every == 0]
    inside = [value for value in powers if scale.shows(value)]
    if len(inside) > 2:
        return inside
    finer = [one * 10.0**power for power in range(first, last + 1) for one in (1, 2, 5)]
    inside = [value for value in finer if scale.shows(value)]
    return inside if len(inside) > 1 else _round_values(10.0**scale.low, 10.0**scale.high)


def _round_values(low: float, high: float) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten, about TICKS of them."""
    rough = (high - low) / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in (1, 2, 5, 10) if one * power >= rough)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [place * step for place in range(first, last + 1)]


def label(value: float) -> str:
    """A tick's number: short, with a real minus sign, powers of ten as such."""
    if value == 0:
        return "0"
    power = round(math.log10(abs(value)))
    if (power < -3 or power > 4) and math.isclose(abs(value), 10.0**power, rel_tol=1e-9):
        return ("−" if value < 0 else "") + "10" + str(power).translate(SUPERSCRIPTS)
    return f"{value:.6g}".replace("-", "−")
