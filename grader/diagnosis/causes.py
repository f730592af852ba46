"""Why a wrong answer is wrong, as far as its numbers show it.

Every cause is a fact that holds for all of the entries, and never a guess; what may follow
from it is asked of the student, not said. Of one value at most one cause is told (see `claims`), so
that no two can contradict each other. One lone number has a ratio and a difference to anything, so
of it hardly any cause is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.diagnosis.difference import Cause, Difference, is_multiple, stretched, telling_arrays
from grader.diagnosis.factors import constant_factor, factor_cause
from grader.diagnosis.naming import Floats, NamedValues, named_arrays, named_scalars


def causes_of(
    found: Any, wanted: Any, known: NamedValues | None = None, **more: Any
) -> Iterator[Cause]:
    """The causes that hold, the likeliest first (see `Difference` for the arguments)."""
    d = Difference(
        np.asarray(found, np.float64), np.asarray(wanted, np.float64), known or {}, **more
    )
    with np.errstate(all="ignore"):
        if d.wrong.any():
            yield from [*_causes(d)]


def cause_of(
    found: Any, wanted: Any, known: NamedValues | None = None, **more: Any
) -> Cause | None:
    """The first of `causes_of`; None if none is known."""
    return next(causes_of(found, wanted, known, **more), None)


def _causes(d: Difference) -> Iterator[Cause]:
    found, wanted = d.found[d.looked_at], d.wanted[d.looked_at]
    if not np.isfinite(wanted).all():
        return
    if not np.isfinite(found).all():
        yield from _not_finite(found)
        return
    if found.size > 1 and not found.any():
        yield Cause("zero", "It is zero everywhere.")
    if d.found.ndim:
        for name, value in telling_arrays(d):
            if value.shape == d.found.shape and np.array_equal(value, d.found):
                yield Cause("unchanged", f"It is {name}, just as it was handed in.")
    factor = constant_factor(found, wanted, atol=d.atol)
    if factor:
        yield from factor_cause(factor, d, lone=int((np.abs(wanted) > d.room.max()).sum()) == 1)
    if found.size > 1 and np.unique(wanted).size > 1:
        for recognise in (
            _transposed, _other_axis, _terms, _transformed, _in_another_order, _places
        ):  # fmt: skip
            yield from recognise(d)


def _not_finite(found: Floats) -> Iterator[Cause]:
    if np.isnan(found).any():
        comes = "NaN comes from 0/0, ∞/∞, ∞ − ∞, 0·∞, or a log or a root of a negative number."
        yield Cause("nan", comes)
    comes = "An infinity comes from a division by 0, log(0), or exp of more than about 709."
    yield Cause("infinite", comes)


# The right numbers, elsewhere


def _transposed(d: Difference) -> Iterator[Cause]:
    shape = d.found.shape
    if len(shape) == 2 and shape[0] == shape[1] and d.looked_at.all() and d.fits(d.found.T):
        yield Cause("transpose", "It is the transpose of what must come back.")


def _in_another_order(d: Difference) -> Iterator[Cause]:
    # As many of each of two values would be no sign of an order.
    if not d.looked_at.all() or np.unique(d.wanted).size < 3:
        return
    axes = range(d.found.ndim)
    if any(d.found.shape[axis] > 1 and d.fits(np.flip(d.found, axis)) for axis in axes):
        yield Cause("reversed", "These are the right numbers in reverse order.")
    in_order = Difference(np.sort(d.found, axis=None), np.sort(d.wanted, axis=None), atol=d.atol)
    if not in_order.wrong.any():
        yield Cause("order", "These are the right numbers in another order.")


def _other_axis(d: Difference) -> Iterator[Cause]:
    """What must hold along one axis holds along the other."""
    if d.found.ndim != 2 or min(d.found.shape) < 2 or not d.looked_at.all():
        return
    lines = ("column", "row")
    for power, words in ((1, "Each {} adds up to {}"), (2, "The squares in each {} add up to {}")):
        for axis in (0, 1):
            number = float(np.sum(d.wanted**power, axis=axis)[0])
            must, kept, other = (
                _constant(np.sum(values**power, axis=along), number)
                for values, along in ((d.wanted, axis), (d.found, axis), (d.found, 1 - axis))
            )
            if must and other and not kept:
                said = words.format(lines[1 - axis], f"{number:.6g}")
                ask = f"and it is each {lines[axis]} that must: is it the right axis?"
                yield Cause("axis", f"{said}, {ask}")


def _constant(values: Floats, number: float) -> bool:
    return bool((np.abs(values - number) <= 1e-6 * max(1.0, abs(number))).all())


# A term or a factor too few or too many


def _terms(d: Difference) -> Iterator[Cause]:
    gap = np.where(d.looked_at, d.wanted - d.found, 0.0)
    if float(np.abs(gap).max()) < 100 * float(d.room.max()):
        return  # too little to tell what it is made of
    for name, value in telling_arrays(d):
        term = stretched(value, gap.shape)
        if term is None:
            continue
        pivot = np.unravel_index(int(np.argmax(np.abs(term * d.looked_at))), gap.shape)
        if is_multiple(d, term):
            continue  # of which some multiple is missing from whatever is too small
        times = float(gap[pivot] / term[pivot])
        if times and d.fits(d.found + times * term):
            sizes = np.unique(np.abs(term[(term != 0) & d.looked_at]))
            if abs(abs(times) - 1) > 1e-6 and sizes.size < 3:
                continue  # a multiple that is fitted to two numbers proves little
            yield Cause("term", _term_words(name, times))
        if d.fits(d.found * term):
            yield Cause(
                "missing factor", f"Multiplied by {name} it would be right: is {name} left out?"
            )
        if (term[d.looked_at] != 0).all() and d.fits(d.found / term):
            ask = f"does {name} come in once too often?"
            yield Cause("extra factor", f"Divided by {name} it would be right: {ask}")
    yield from _offset(d, gap)


def _term_words(name: str, times: float) -> str:
    term = name if abs(abs(times) - 1) <= 1e-6 else f"{abs(times):.6g} times {name}"
    if times > 0:
        return f"With {term} added it would be right: is a term left out, or its sign turned?"
    return f"With {term} taken away it would be right: is a term there that does not belong?"


def _offset(d: Difference, gap: Floats) -> Iterator[Cause]:
    amount = float(gap[d.looked_at][0])
    if d.fits(d.found + amount):
        for name, value in named_scalars(d.known):
            if abs(value) not in (0.0, 1.0) and abs(abs(value) - abs(amount)) <= 1e-6 * abs(value):
                yield Cause("offset", _term_words(name, amount / value))
        way = "small" if amount > 0 else "large"
        yield Cause(
            "offset", f"Everywhere it is {abs(amount):.6g} too {way}: what is constant here?"
        )
    if gap.ndim != 2 or not d.looked_at.all():
        return
    for axis, line in ((1, "row"), (0, "column")):
        varies = np.ptp(d.wanted, axis=axis).max() > 0 and gap.shape[axis] > 1
        if varies and d.fits(d.found + gap.take([0], axis=axis)):
            text = f"Each {line} is off by one amount of its own: is a term per {line} right?"
            yield Cause("offset", text)


# The right numbers, in another form

_FORMS: tuple[tuple[str, Callable[[Floats], Any]], ...] = (
    ("Its square root is what must come back.", np.sqrt),
    ("Its square is what must come back.", np.square),
    ("Its logarithm is what must come back.", np.log),
    ("Its exponential is what must come back.", np.exp),
    ("1 minus it is what must come back.", lambda values: 1 - values),
    ("1 divided by it is what must come back.", lambda values: 1 / values),
)


def _transformed(d: Difference) -> Iterator[Cause]:
    if d.found.ndim and d.fits(np.abs(d.found)):
        yield Cause("form", "Its absolute value is what must come back.")
    if (d.wanted < 0).any() and Difference(d.found, np.abs(d.wanted), atol=d.atol).right(
        d.found
    ).all():
        yield Cause("form", "What must be negative came back positive; its size is right.")
    for text, form in _FORMS:
        if d.fits(form(d.found)):
            yield Cause("form", text)
    if np.array_equal(d.found, np.trunc(d.wanted)) or np.array_equal(d.found, np.round(d.wanted)):
        text = "It is cut to whole numbers: does an array of integers, int() or // take part?"
        # One fraction is soon a whole number by another mistake: 15/2 is 8 if divided by 15/16.
        fractions = np.unique(np.abs(d.wanted[d.wanted != np.round(d.wanted)]))
        yield Cause("whole", text, proves=fractions.size > 1)


# Right in some places

# Entries that must be wrong, and that must be right, for a pattern of signs, and both together.
# Each array has three patterns, and a call two dozen arrays at most: one of them is so by chance
# once in 900 times or less.
_LEAST_OF_EACH, _LEAST_OF_ALL = 4, 16
# Of two lines one may be right because of a single 0 in an input.
_LEAST_LINES = 3


def _places(d: Difference) -> Iterator[Cause]:
    count, right = int(d.wrong.sum()), ~d.wrong & d.looked_at
    if not d.wanted[right].any():
        return  # that a zero comes out right is no sign of anything
    if count > 1:
        for name, value in named_arrays(d.known):
            if value.shape != d.wrong.shape:
                continue
            for words, there in (
                ("negative", value < 0),
                ("positive", value > 0),
                ("0", value == 0),
            ):
                # Of a few entries each is as likely to be of one sign as of the other.
                both = count, int(right.sum())
                enough = min(both) >= _LEAST_OF_EACH and sum(both) >= _LEAST_OF_ALL
                if enough and np.array_equal(d.wrong, there & d.looked_at):
                    text = f"It is wrong exactly where {name} is {words}; elsewhere it is right."
                    yield Cause("places", text)
    if d.wrong.ndim != 2 or min(d.wrong.shape) < 2 or count < 2:
        return
    rows, columns = np.nonzero(d.wrong)
    if np.array_equal(d.wrong, np.eye(*d.wrong.shape, dtype=np.bool_)):
        yield Cause("places", "Only the diagonal is wrong.")
    for line, places, of in (("row", rows, 0), ("column", columns, 1)):
        if np.unique(places).size == 1:
            lines = d.wrong.shape[of]
            # So many entries lie in one of so many lines by chance once in 1000 times or less.
            proves = lines >= _LEAST_LINES and lines ** (count - 1) >= 1000
            text = f"Only {line} {int(places[0])} is wrong; the others are right."
            yield Cause("places", text, proves)
