"""Values of checks: made read-only, rebuilt, compared to the last bit."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

# Larger arrays are known by identity: comparing them would cost what asking costs.
MOST_COMPARED = 1 << 20


def frozen(value: Any) -> Any:
    """The same value, its arrays made read-only, so that no check can change an example."""
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    elif isinstance(value, list | tuple):
        for item in value:
            frozen(item)
    elif isinstance(value, dict):
        for item in value.values():
            frozen(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            frozen(getattr(value, part.name))
    return value


def rebuilt(value: Any, leaf: Callable[[Any], Any]) -> Any:
    """The value with new lists, tuples and dicts, and what `leaf` makes of everything else."""
    kind = type(value)
    if kind in (list, tuple):
        return kind(rebuilt(item, leaf) for item in value)
    if kind is dict:
        return {key: rebuilt(item, leaf) for key, item in value.items()}
    return leaf(value)


def outline(value: Any) -> Any:
    """The value with copies of its lists, tuples and dicts, and everything else as it is."""
    return rebuilt(value, lambda leaf: leaf)


def has_outline(value: Any, before: Any) -> bool:
    """Whether no list or dict of the value holds anything else than it did before."""
    kind = type(before)
    if kind in (list, tuple) and type(value) is kind:
        return len(value) == len(before) and all(map(has_outline, value, before))
    if kind is dict and type(value) is kind:
        return list(value) == list(before) and all(
            map(has_outline, value.values(), before.values())
        )
    return value is before


def same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Whether two argument lists are the same objects, or equal plain numbers and strings."""
    return len(one) == len(other) and all(
        a is b or (type(a) is type(b) and type(a) in (int, float, str, bool) and a == b)
        for a, b in zip(one, other, strict=True)
    )


def kept_for_comparing(value: Any) -> Any:
    """The value with copies of its arrays: a check may change what it has asked about."""
    return rebuilt(value, _copied)


def _copied(leaf: Any) -> Any:
    small = type(leaf) is np.ndarray and leaf.nbytes <= MOST_COMPARED
    return leaf.copy(order="K") if small else leaf


def alike(a: Any, b: Any) -> bool:
    """Whether a function of values must give the same for both: the same to the last bit."""
    if a is b:
        return True
    kind = type(a)
    if kind is not type(b):
        return False
    if kind is np.ndarray:
        return (
            a.dtype == b.dtype
            and a.shape == b.shape
            and a.strides == b.strides  # the order of a sum follows the order in memory
            and not a.dtype.hasobject
            and a.nbytes <= MOST_COMPARED
            and a.tobytes() == b.tobytes()
        )
    if kind in (list, tuple):
        return len(a) == len(b) and all(map(alike, a, b))
    if kind is dict:
        return list(a) == list(b) and all(map(alike, a.values(), b.values()))
    if kind is float:
        return bool(a == b and math.copysign(1.0, a) == math.copysign(1.0, b))
    return kind in (int, str, bytes, bool) and bool(a == b)


def same_named(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """`same` for keyword arguments."""
    return one.keys() == other.keys() and same(
        tuple(one.values()), tuple(other[key] for key in one)
    )
