"""Which of the causes that an answer suggests may be told: those that other inputs bear out.

One input suggests much: on a square array a wrong axis looks like a transpose, and 4 in place of 2
is twice as much and a difference of 2. What is told of it is therefore tried on the other inputs on
which the same law failed, and dropped where one of them tells otherwise. Where there is no other
input, a number that somebody made up by hand, and an array that is square, tell too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from grader.diagnosis.difference import Cause, lowered
from grader.diagnosis.naming import Floats

# What does not hold of so many numbers is no cause.
TELLING = 3
# Multiples of a half up to this are what people write into examples by hand.
LARGEST_SIMPLE = 20
# So long a side of an input may be what a factor is, though no other input says so.
LEAST_SIDE = 5
# What is so on this input whatever is so on others.
_FACTS = frozenset(
    {"nan", "infinite", "lost axis", "extra axis", "sides", "broadcast", "direction", "nothing"}
)
# Told of each input by numbers of its own: as many times too large as there are examples.
_OF_ANY_NUMBER = frozenset({"factor", "offset"})


@dataclass(frozen=True)
class Claims:
    """What one wrong value suggests: causes, the likeliest first.

    `about` is the name of a gradient, or "". `refutes` says that there were enough numbers to tell
    that a cause does not hold; `proves` that those there were are hardly so by chance. Where the
    value has the `right_shape`, one that is its transpose is square.
    """

    about: str
    causes: tuple[Cause, ...]
    refutes: bool = True
    proves: bool = True
    right_shape: bool = False


def claims_of(about: str, causes: Iterator[Cause], wanted: Floats) -> Claims:
    """The claims about a value of the right shape that must be as `wanted`."""
    values = np.unique(np.abs(wanted[np.isfinite(wanted)]))
    values = values[values > 0]
    simple = bool((np.mod(2 * values, 1) == 0).all() and (values <= LARGEST_SIMPLE).all())
    return Claims(
        about,
        tuple(causes),
        refutes=values.size >= TELLING,
        proves=values.size > 1 or not simple,
        right_shape=True,
    )


def told(claims: Sequence[Claims], others: Sequence[Sequence[Claims]]) -> str:
    """What may be said of an input, on a line for each of its values; "" if nothing may be.

    `others` are the claims on other inputs on which the same law failed.
    """
    lines = []
    for one in claims:
        beside = [other for some in others for other in some if other.about == one.about]
        cause = next((cause for cause in one.causes if _holds(cause, one, beside)), None)
        if cause is not None:
            text = _of_all(cause, beside) + _elsewhere(cause, beside)
            lines.append(f"{one.about}: {lowered(text)}" if one.about else text)
    return "\n".join(lines)


def _of_all(cause: Cause, others: Sequence[Claims]) -> str:
    """What is told of a cause: of a factor, what it may come from only if other inputs ask the same
    of theirs; they had better have no answers that contradict each other.
    """
    fact, asks, question = cause.text.partition(", and ")
    if cause.kind != "factor" or not asks:
        return cause.text
    others_ask = {
        _question(found.text)
        for other in others
        if other.refutes
        for found in other.causes
        if found.kind == "factor"
    }
    # One number of an input is soon as large as a small factor: another input must ask the same.
    alone = not others_ask and _asks_of_sides(question)
    if others_ask <= {_question(cause.text)} and not alone:
        return cause.text
    turned = question.partition("? ")[2] or question.partition(". ")[2]
    return f"{fact}. {turned}".rstrip()


def _asks_of_sides(question: str) -> bool:
    """Whether a factor is taken for a small number of rows or columns."""
    found = re.search(r" (?:has|have) (\d+) ", question)
    return found is not None and int(found[1]) < LEAST_SIDE


def _question(text: str) -> str:
    """What is asked of a factor, or which input it is said to be, without its number."""
    return re.sub(r"^.*: is it", "is it", _nameless(text.partition(", and ")[2]))


def _elsewhere(cause: Cause, others: Sequence[Claims]) -> str:
    """Another number that a factor is on another input: what it follows from, both show."""
    for other in others:
        for found in other.causes:
            if cause.kind == found.kind == "factor" and other.refutes and found.text != cause.text:
                return f" With other inputs, {lowered(found.text)}"
    return ""


def _holds(cause: Cause, claims: Claims, others: Sequence[Claims]) -> bool:
    if cause.kind in _FACTS:
        return True
    refuters = [other for other in others if other.refutes]
    if not refuters:
        if cause.kind == "transpose" and claims.right_shape:
            return False
        return cause.proves and (claims.proves or cause.kind == "sign")
    return all(any(_same(cause, found) for found in other.causes) for other in refuters)


def _same(one: Cause, other: Cause) -> bool:
    """Whether two inputs suggest the same: of the same names, in other numbers."""
    if one.kind != other.kind:
        return False
    return one.kind in _OF_ANY_NUMBER or _nameless(one.text) == _nameless(other.text)


def _nameless(text: str) -> str:
    return re.sub(r"-?\d[\d.e+-]*", "", text)
