"""What Python and NumPy complain of, in plain words.

The words are ours, chosen by what the complaint says, so that they can be shown where the
complaint itself can not: on hidden checks it may come from the student.
"""

from __future__ import annotations

import re

import numpy as np

# The kind of exception, a piece of its text, and what it means; the first that fits counts.
_RAISED: tuple[tuple[str, str, str], ...] = (
    (
        "TypeError",
        "only (0-dimensional|length-1|size-1|scalar) arrays|only integer scalar arrays",
        (
            "float(), int() or a function of math was given an array with axes: use "
            "NumPy's function (np.exp, not math.exp), or take one entry of it."
        ),
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
        "setting an array element with a sequence",
        "One entry of an array is given an array: take one number of it. NumPy before 2.4 did so.",
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
        (
            "A function is called with other arguments than its `def` line lists: leave the "
            "handout's `def` lines as they are."
        ),
    ),
    ("TypeError", "not callable", "Something is called like a function, with (), that is none."),
    ("TypeError", "ufunc 'bitwise_xor'", "In Python ^ is no power: write ** for it."),
    (
        "TypeError",
        "ufunc 'bitwise_(and|or)'|ufunc 'invert'",
        "&, | and ~ want truth values or whole numbers: put each comparison in brackets.",
    ),
    ("TypeError", "ufunc .* not supported", "NumPy got something here that is no number."),
    (
        "UnboundLocalError",
        "",
        "A variable is used on a path through the function that never gave it a value.",
    ),
    (
        "NameError",
        "^name 'np' is not defined",
        "np is not defined: `import numpy as np` must stand at the top of the file.",
    ),
    (
        "NameError",
        "",
        "A name is used that is not defined there: is it misspelt, or not imported?",
    ),
    ("KeyError", "", "A dict is asked for a key that it does not hold."),
    ("IndexError", "", "An index lies beyond the end, or there are more indices than axes."),
    ("ZeroDivisionError", "", "Something is divided by 0."),
    (
        "RecursionError",
        "",
        (
            "Calls are nested a thousand deep: does a function call itself without end, or once "
            "for each of a long row?"
        ),
    ),
    (
        "AttributeError",
        "^'(int|float|str|list|tuple|dict|function)' object has no attribute",
        "What stands before the dot is no array and no module here: has its name another value?",
    ),
    (
        "AttributeError",
        "^module 'numpy' has no attribute",
        "The NumPy that marks has nothing of this name: is it misspelt?",
    ),
    (
        "ImportError",
        r"^numpy\..* is not available",
        "The NumPy that marks has nothing of this name: is it misspelt?",
    ),
    (
        "ImportError",
        "is not available here",
        (
            "It comes from a module that is not there when work is marked: do it with NumPy, or, "
            "if the module is a file of your own, hand that in beside this one."
        ),
    ),
    ("ModuleNotFoundError", "", "A module is imported that is not there."),
    (
        "EOFError",
        "",
        (
            "input() waits for somebody to type, and nobody does when work is marked: use what the "
            "function is given."
        ),
    ),
    (
        "FileNotFoundError",
        "",
        "A file is opened that is not there when work is marked: use what the function is given.",
    ),
)


_GONE = re.compile(r"module 'numpy' has no attribute '(\w+)'|^numpy\.(\w+) is not available")
# What NumPy called otherwise before its version 2, and what to write now.
_CALLED_NOW = {
    "Inf": "np.inf",
    "NaN": "np.nan",
    "alltrue": "np.all",
    "asscalar": "x.item()",
    "complex": "complex",
    "cumproduct": "np.cumprod",
    "float": "float",
    "float_": "np.float64",
    "in1d": "np.isin",
    "infty": "np.inf",
    "int": "int",
    "mat": "np.asmatrix",
    "msort": "np.sort(x, axis=0)",
    "object": "object",
    "product": "np.prod",
    "round_": "np.round",
    "sometrue": "np.any",
    "str": "str",
    "trapz": "np.trapezoid",
    "unicode_": "np.str_",
}


_ONE_NUMBER = _RAISED[0][2]


def meaning_at(meaning: str, line: str) -> str:
    """The same meaning, said of what stands in the line that raised, where that tells more."""
    if meaning != _ONE_NUMBER:
        return meaning
    called = re.search(r"\bmath\.(\w+)\(", line)
    if called and hasattr(np, called[1]):
        return (
            f"math.{called[1]} takes one number, and got an array here: np.{called[1]} takes each "
            "entry of an array."
        )
    called = re.search(r"\bnp\.(a?max|a?min)\(", line)
    if called:
        both = "maximum" if "max" in called[1] else "minimum"
        return (
            f"np.{called[1]}(a, b) takes b for an axis, and got an array: np.{both} compares two "
            "arrays entry by entry."
        )
    if called := re.search(r"\b(float|int)\(", line):
        return (
            f"{called[1]}() makes one number, and got an array with axes here: leave it out, or "
            "take one entry of the array."
        )
    return meaning


def meaning_of(type_name: str, text: str) -> str:
    """What an exception usually means: a sentence, or "" where there is nothing to add."""
    gone = _GONE.search(text)
    if gone and type_name in ("AttributeError", "ImportError"):
        called = _CALLED_NOW.get(gone[1] or gone[2])
        if called:
            return f"NumPy has no np.{gone[1] or gone[2]} any more: write {called} instead."
    for name, pattern, meaning in _RAISED:
        if name == type_name and re.search(pattern, text):
            return meaning
    return ""
