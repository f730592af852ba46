"""Whether two programs gave the same results, as far as any check can tell.

Two programs that make the same mistake round differently, and each has words of its own.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.calls import Handle
from grader.diagnosis.meanings import meaning_of
from grader.outcome import CallFailed, Observation, StudentRaised

RTOL = 1e-6
ATOL = 1e-9

Result = Observation | CallFailed


def says_same(one: Result, other: Result) -> bool:
    """Whether two exceptions say the same, or are of the programs' own."""
    if isinstance(one, StudentRaised) and isinstance(other, StudentRaised):
        return (one.own and other.own) or one.text == other.text
    return False


def same(one: Result, other: Result, right: Result | None = None) -> bool:
    """Whether two calls did the same; of dicts see `same_value`."""
    if isinstance(one, CallFailed) or isinstance(other, CallFailed):
        if isinstance(one, StudentRaised) and isinstance(other, StudentRaised):
            # The words of an exception of one's own are free.
            free = one.own or other.own
            return one.type_name == other.type_name and (free or _meant(one) == _meant(other))
        return type(one) is type(other)
    return (
        set(one.changed) == set(other.changed)
        and one.shared == other.shared
        and bool(one.warnings) == bool(other.warnings)
        and same_value(
            one.value, other.value, right.value if isinstance(right, Observation) else None
        )
    )


def _meant(error: StudentRaised) -> str:
    return meaning_of(error.type_name, error.text) or error.text


def same_both_ways(one: Result, other: Result, right: Result | None = None) -> bool:
    """Whether two calls did the same, and neither gave what the other has not."""
    return same(one, other, right) and same(other, one)


def same_value(one: Any, other: Any, right: Any = None) -> bool:
    """Whether two results are the same answer, in whatever form a check accepts it.

    Of a dict the other may hold more, but nothing that one should have, too, as what is `right`
    does.
    """
    if isinstance(one, Handle) or isinstance(other, Handle):
        return isinstance(one, Handle) and isinstance(other, Handle)
    if isinstance(one, dict) and isinstance(other, dict):
        wanted = right if isinstance(right, dict) else {}
        return all(
            key in other and same_value(value, other[key], wanted.get(key))
            for key, value in one.items()
        ) and not any(key in wanted and key not in one for key in other)
    if isinstance(one, str | bytes | None) or isinstance(other, str | bytes | None):
        return type(one) is type(other) and bool(one == other)
    if _nested(one) and _nested(other):
        each = right if _nested(right) and len(right) == len(one) else [None] * len(one)
        return len(one) == len(other) and all(map(same_value, one, other, each))
    if isinstance(one, dict) or isinstance(other, dict):
        return False
    return _same_numbers(one, other)


def _nested(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _same_numbers(one: Any, other: Any) -> bool:
    if isinstance(one, int) and isinstance(other, int):
        return one == other  # also where NumPy has no integer that holds them
    try:
        a, b = np.asarray(one), np.asarray(other)
    except (ValueError, OverflowError):
        return False
    if a.shape != b.shape:
        if a.size != 1 or b.size != 1:
            return False
        a, b = a.reshape(()), b.reshape(())
    if a.dtype.kind not in "biufc" or b.dtype.kind not in "biufc":
        return False
    return _near(a, b)


def _near(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> bool:
    """As `np.allclose(…, equal_nan=True)`, which takes ten times as long for a few numbers."""
    with np.errstate(all="ignore"):
        a, b = (one.astype(np.result_type(one, 1.0), copy=False) for one in (a, b))
        near = np.abs(a - b) <= ATOL + RTOL * np.abs(b)
        near &= np.isfinite(b)
        near |= a == b
        if not near.all():
            near |= (a != a) & (b != b)
        return bool(near.all())
