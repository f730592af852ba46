"""Comparisons that explain: each raises `Failure` with what was found and what was wanted.

Nothing here broadcasts: `np.allclose` would call (m, 1) and (m,) equal after stretching both
to (m, m).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.authoring.failure import Differs, Failure
from grader.authoring.forms import (
    ATOL,
    KINDS,
    RTOL,
    are,
    array_of,
    differ,
    place_of,
    scalar_of,
    subject_of,
)
from grader.show import kind_of

# So much may a guard of log(0) move a prediction.
GUARD = 1e-8
# More than any cost of one entry: −log of the smallest float64 is 745.
MOST_COST = 800.0


def close(
    got: Any, want: Any, *, rtol: float = RTOL, atol: float = ATOL, what: str = "", dtype: str = ""
) -> None:
    """`got` must equal `want` within |got − want| ≤ atol + rtol·|want|, entry by entry.

    Compares type, then shape, then dtype kind, then values. When `want` is a number, `got`
    may be any scalar form; when it is an array, an array or nested list of its exact shape.
    """
    want = of_kind(want, dtype)
    if isinstance(want, np.ndarray) and want.ndim:
        found = array_of(got, [tuple(want.shape)], what, dtype, want)
        wanted = want
    else:
        found = np.asarray(scalar_of(got, what, want))
        wanted = np.asarray(want)
    if dtype == "" and found.dtype.kind in "biu":
        found = found.astype(np.float64)
    difference = np.abs(found - wanted)
    # Written so that a NaN on the student's side counts as different.
    room = np.where(np.isfinite(wanted), atol + rtol * np.abs(wanted), 0.0)
    right = (difference <= room) | (found == wanted)
    if right.all():
        return
    raise Failure(
        _difference(found, wanted.astype(np.float64), right, what),
        got=got,
        want=_counted(want) if _is_whole(got) or rtol == atol == 0 else want,
        what=what,
        facts=Differs(found, wanted, atol),
    )


def of_kind(want: Any, dtype: str) -> Any:
    """An array that must come back, in a dtype that passes: it is shown to be compared with."""
    if not isinstance(want, np.ndarray) or not dtype or want.dtype.kind in KINDS[dtype]:
        return want
    return want.astype(np.float64 if dtype == "float" else np.int64)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _counted(want: Any) -> Any:
    """A single number that must come back as it is shown where whole numbers are counted."""
    number = isinstance(want, float | np.floating) and float(want).is_integer()
    return int(want) if number else want


def costs_agree(got: Any, want: Any, what: str = "the cost") -> None:
    """As `close`, with room for a guard of log(0) that moves predictions by up to 1e-8."""
    close(got, want, rtol=1e-5, atol=1e-7, what=what)


def guarded_cost(p: float) -> tuple[float, float]:
    """The least and the most that −log p may be where a guard of log(0) may move p by 1e-8.

    With room of 1 % of the guard. Where p is no larger than that, the most is 800.
    """
    room = 1.01 * GUARD
    return float(-np.log(p + room)), float(-np.log(p - room)) if p > room else MOST_COST


def _difference(
    found: NDArray[Any], wanted: NDArray[np.float64], right: NDArray[Any], what: str
) -> str:
    """How two arrays of one shape differ: in how many entries, and where the most."""
    subject = subject_of(what)
    for words, odd in (("NaN (not a number)", np.isnan), ("infinite", np.isinf)):
        where = odd(found) & ~odd(wanted)
        if where.any():
            count = int(where.sum())
            if found.size == 1:
                return f"{_one_of(subject, found)} is {words}"
            return (
                f"{subject}: {count} of {found.size} entries {are(count)} {words}, "
                f"the first at {place_of(where)}"
            )
    gap = np.where(right, -1.0, np.abs(found - wanted))
    worst = np.unravel_index(int(np.argmax(gap)), found.shape)
    values = f"{float(found[worst]):.6g}", f"{float(wanted[worst]):.6g}"
    if values[0] == values[1]:
        values = repr(float(found[worst])), repr(float(wanted[worst]))
    if found.size == 1:
        return f"{_one_of(subject, found)} is {values[0]} and must be {values[1]}"
    wrong = int((~right).sum())
    where_worst = ", ".join(str(int(i)) for i in worst)
    return (
        f"{subject}: {wrong} of {found.size} entries {differ(wrong)}; the worst is "
        f"[{where_worst}]: {values[0]} in place of {values[1]}"
    )


def _one_of(subject: str, found: NDArray[Any]) -> str:
    """The subject of a sentence about a single number, which may be all that an array holds."""
    return f"{subject}: the only entry" if found.ndim else subject


def equal(got: Any, want: Any, what: str = "") -> None:
    """`got` must be exactly `want`: numbers, strings, lists of them (a list may be a tuple)."""
    if _plain(got) != _plain(want):
        raise Failure(f"{subject_of(what)}: not what must come back", got=got, want=want, what=what)


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, bool | int | float | complex | str) or value is None:
        return value
    return f"({kind_of(value)})"
