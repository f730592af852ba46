"""NumPy's warnings in words that a beginner understands."""

from __future__ import annotations

import re

_WARNED: tuple[tuple[str, str], ...] = (
    (
        "overflow encountered in (exp|expm1|exp2|cosh|sinh)",
        "exp of more than about 709 is too large for a float",
    ),
    ("overflow encountered in cast", "a number is too large for the type it is put into"),
    (
        "overflow encountered in scalar",
        "a result is too large for its type: a float becomes ∞, a whole number wraps around",
    ),
    ("overflow encountered in", "a result is too large for a float, and became infinite"),
    ("divide by zero encountered in log", "log(0) was taken, which is −∞"),
    ("divide by zero encountered in", "something is divided by 0"),
    ("invalid value encountered in log", "the log of a negative number was taken"),
    ("invalid value encountered in sqrt", "the root of a negative number was taken"),
    (
        "invalid value encountered in power",
        "a negative number was raised to a power that is no whole number",
    ),
    ("invalid value encountered in", "NaN came from 0/0, ∞ − ∞, ∞/∞ or 0·∞"),
    ("underflow encountered in", "a result is too small for a float, and became 0"),
    ("Mean of empty slice", "the mean of no numbers at all was taken"),
    ("Degrees of freedom <= 0", "the spread of too few numbers was taken"),
    ("All-NaN", "all numbers of a slice were NaN"),
)
_PLACE = re.compile(r" \(([^()]*)\)$")


def warning_words(warning: str) -> str:
    """A warning that NumPy gave, with what it means and where it was given, if that is known."""
    place = _PLACE.search(warning)
    said = warning[: place.start()] if place else warning
    where = f"{place[1]}: " if place else ""
    for pattern, meaning in _WARNED:
        if re.match(pattern, said):
            return f"{where}{said.rstrip('.')}: {meaning}"
    return f"{where}{'a warning of another kind' if said == 'a RuntimeWarning' else said}"
