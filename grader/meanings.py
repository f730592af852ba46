"""What Python and NumPy complain of, in plain words.

The words are ours, chosen by what the complaint says, so that they can be shown where the
complaint itself can not: on hidden checks it may come from the student.
"""

from __future__ import annotations

import re

# The kind of exception, a piece of its text, and what it means; the first that fits counts.
_RAISED: tuple[tuple[str, str, str], ...] = (
    (
        "TypeError",
        "only (0-dimensional|length-1|size-1|scalar) arrays|only integer scalar arrays",
        "float() or int() was given an array with axes: take one entry of it, or add it up.",
    ),
    (
        "ValueError",
        "could not be broadcast|non-broadcastable",
        "Two arrays met whose shapes don't fit together: print both shapes just before this line.",
    ),
    (
        "ValueError",
        "matmul: .*mismatch|not aligned|mismatch in its core dimension",
        "In a matrix product the left one's columns must be as many as the right one's rows.",
    ),
    (
        "ValueError",
        "truth value of an array",
        "`if`, `and`, `or` and `not` want one truth value, and got a whole array of them.",
    ),
    (
        "ValueError",
        "cannot reshape",
        "A reshape must keep the number of entries: print the shape just before this line.",
    ),
    (
        "ValueError",
        "inhomogeneous",
        "The rows of a list that becomes an array must be equally long.",
    ),
    (
        "ValueError",
        "(not enough|too many) values to unpack",
        "More or fewer names stand on the left than values come from the right.",
    ),
    ("ValueError", "read-only", "This array may not be written into: work on a copy of it."),
    (
        "TypeError",
        "NoneType",
        "Something here is None: does a function that it comes from end without `return`?",
    ),
    (
        "AttributeError",
        "NoneType",
        "Something here is None: does a function that it comes from end without `return`?",
    ),
    (
        "TypeError",
        "operand type.*'(list|tuple)'|'(list|tuple)'.*(float|int|ufunc)",
        "A list does not compute like an array: make it one with np.asarray first.",
    ),
    (
        "TypeError",
        "positional argument|unexpected keyword|multiple values for argument",
        "A function is called with other arguments than its first line lists.",
    ),
    ("TypeError", "not callable", "Something is called like a function, with (), that is none."),
    ("TypeError", "ufunc .* not supported", "NumPy got something here that is no number."),
    (
        "UnboundLocalError",
        "",
        "A variable is used on a path through the function that never gave it a value.",
    ),
    (
        "NameError",
        "",
        "A name is used that is not defined there: is it misspelt, or not imported?",
    ),
    ("KeyError", "", "A dict is asked for a key that it does not hold."),
    ("IndexError", "", "An index lies beyond the end, or there are more indices than axes."),
    ("ZeroDivisionError", "", "Something is divided by 0."),
    ("RecursionError", "", "A function calls itself without ever coming to an end."),
    ("ModuleNotFoundError", "", "A module is imported that is not there."),
)

_WARNED: tuple[tuple[str, str], ...] = (
    (
        "overflow encountered in (exp|expm1|exp2|cosh|sinh)",
        "exp of more than about 709 is too large for a float",
    ),
    ("overflow encountered in cast", "a number is too large for the type it is put into"),
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


def meaning_of(type_name: str, text: str) -> str:
    """What an exception usually means: a sentence, or "" where there is nothing to add."""
    for name, pattern, meaning in _RAISED:
        if name == type_name and re.search(pattern, text):
            return meaning
    return ""


def warning_words(warning: str) -> str:
    """A warning that NumPy gave, with what it means and where it was given, if that is known."""
    place = _PLACE.search(warning)
    said = warning[: place.start()] if place else warning
    where = f"{place[1]}: " if place else ""
    for pattern, meaning in _WARNED:
        if re.match(pattern, said):
            return f"{where}{said.rstrip('.')}: {meaning}"
    return f"{where}{'a warning of another kind' if said == 'a RuntimeWarning' else said}"
