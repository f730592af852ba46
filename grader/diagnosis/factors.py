"""The cause "a constant times what it must be", and what that constant is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from grader.diagnosis.difference import (
    RTOL,
    Cause,
    Difference,
    is_multiple,
    stretched,
    telling_arrays,
)
from grader.diagnosis.naming import Floats, NamedValues, named_scalars, sides_of
from grader.results.words import EITHER_TWO

# Beyond this a factor is no mistake that people make.
LARGEST_FACTOR = 1e6
# A ratio is told as a fraction when it is one to this precision, which few are by chance.
EXACT = 1e-9
LARGEST_BELOW = 1000
# Of whole numbers up to this a ratio may be meant.
LARGEST_SAID = 12


def constant_factor(found: Floats, wanted: Floats, *, atol: float = 1e-8) -> float | None:
    """The constant c ≠ 1 with found = c·wanted on every entry, or None; −1 is exact.

    Everywhere zero is the factor 0. (One lone number is in some ratio to any other: whether
    that means anything is for the caller to say.)
    """
    size = np.abs(wanted)
    largest = float(size.max(initial=0.0))
    least = min(atol, RTOL * largest)
    if largest == 0 or not np.isfinite(largest) or not np.isfinite(found).all():
        return None
    if not found.any():
        return 0.0 if found.size > 1 else None
    pivot = np.unravel_index(int(np.argmax(size)), wanted.shape)
    factor = float(found[pivot] / wanted[pivot])
    # A factor of about 1 is no cause: what differs then differs in another way.
    if not 1 / LARGEST_FACTOR <= abs(factor) <= LARGEST_FACTOR or abs(factor - 1) < 1e-4:
        return None
    if not (np.abs(found - factor * wanted) <= abs(factor) * (10 * RTOL * size + least)).all():
        return None
    if abs(factor + 1) < 1e-5:
        return -1.0
    return factor


def _is_whole(number: float) -> bool:
    return round(number) != 0 and abs(number - round(number)) <= 1e-6 * abs(number)


def factor_cause(factor: float, d: Difference, *, lone: bool) -> Iterator[Cause]:
    """The cause for a constant factor that holds; none where it means little.

    `lone` says that a single entry must not be 0, and so tells of no constant.
    """
    if factor == -1:
        where = "" if lone else " everywhere"
        text = f"The sign is wrong{where}: is a minus missing, or a difference the wrong way round?"
        yield Cause("sign", text)
        return
    times, whole = _ratio_words(factor)
    name = _named_factor(abs(factor), whole, d.known)
    telling = name or whole or "/" in times
    # 44/43 may be a ratio of these numbers, and of nothing that was meant.
    by_chance = not name and not whole and "/" in times and _least_of(times) > LARGEST_SAID
    if not telling and _is_like_an_input(d):
        return
    # One lone number is in some ratio to any other: only a telling ratio is a cause.
    if lone and not name and (whole != 2 or factor < 0):
        return
    start = "It is" if d.found.size == 1 else "Everywhere it is"
    turned = " The minus is a mistake of its own." if factor < 0 and telling else ""
    text = f"{start} {times} what it must be{name or '.'}{turned}"
    yield Cause("factor", text, proves=not by_chance)


def _least_of(times: str) -> int:
    return min(int(one) for one in re.findall(r"\d+", times))


def _is_like_an_input(d: Difference) -> bool:
    """Whether what must come back is a multiple of an input: then so may anything wrong be."""
    terms = (stretched(value, d.wanted.shape) for _, value in telling_arrays(d))
    return any(term is not None and is_multiple(d, term) for term in terms)


def _ratio_words(factor: float) -> tuple[str, int]:
    """As "5 times" or "1/5 of"; and the whole number in it, 0 if there is none."""
    sign, size = ("−" if factor < 0 else ""), abs(factor)
    if size > 1 and _is_whole(size):
        return f"{sign}{round(size)} times", round(size)
    if size < 1 and _is_whole(1 / size):
        return f"{sign}1/{round(1 / size)} of", round(1 / size)
    ratio = Fraction(size).limit_denominator(LARGEST_BELOW)
    if abs(float(ratio) - size) <= EXACT * size:
        return f"{sign}{ratio} {'times' if size > 1 else 'of'}", 0
    return f"{sign}{size:.6g} times", 0


def _named_factor(size: float, whole: int, known: NamedValues) -> str:
    """The end of the sentence: which of the inputs the factor is, or "" if it is none."""
    sides = sides_of(whole, known) if whole > 1 else ""
    if sides and whole == 2:
        return f", and {sides}: {EITHER_TWO}"
    if sides:
        ask = "a sum in place of a mean" if size > 1 else "a mean in place of a sum"
        return f", and {sides}: is it {ask}?"
    for name, value in named_scalars(known) if whole != 2 else ():
        if abs(value) in (0.0, 1.0):
            continue
        for form, number in ((name, value), (f"1/{name}", 1 / value), (f"1 − {name}", 1 - value)):
            if abs(abs(number) - size) <= 1e-6 * size:
                return f", and {form} is {number:.6g}."
    return ""
