"""Names for what a call was given, so that a cause can say which argument it is about.

`known` maps parameters' names to what calls were given: a student knows these, and not the names
that a check has for its inputs. What stands in a dict goes by its key, as in "W1" of `parameters`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NamedValues = Mapping[str, Any]
# Enough for any exercise, and little enough to try them all in no time.
MOST_NAMES = 24
MOST_NUMBERS = 10_000
LARGEST = 1e12


def named_arrays(known: NamedValues) -> Iterator[tuple[str, Floats]]:
    """The arrays of numbers among the values, and lists of numbers as 1-d arrays."""
    for name, value in _leaves(known):
        found = value
        if (
            isinstance(value, list)
            and len(value) <= MOST_NUMBERS
            and all(type(one) in (int, float) for one in value)
        ):
            found = np.array(value)
        known_numbers = isinstance(found, np.ndarray) and found.dtype.kind in "biuf"
        if known_numbers and found.ndim and 0 < found.size <= MOST_NUMBERS:
            yield name, found.astype(np.float64)


def named_scalars(known: NamedValues) -> Iterator[tuple[str, float]]:
    """The finite numbers among the values."""
    for name, value in _leaves(known):
        number = value
        if isinstance(value, np.ndarray | np.generic) and value.size == 1:
            number = value.reshape(()).item()
        if type(number) in (int, float) and abs(number) < LARGEST:
            yield name, float(number)


def sides_of(length: int, known: NamedValues) -> str:
    """Which arrays have an axis of that length: "A and Y have 5 columns"; "" if none has.

    At most three are named, and those of one kind of axis only: columns before rows.
    """
    found: dict[str, list[str]] = {"columns": [], "entries": [], "rows": []}
    for name, value in named_arrays(known):
        for axis, side in enumerate(value.shape):
            if side == length:
                found.setdefault(_axis_words(value.ndim, axis), []).append(name)
    for words, names in found.items():
        if names:
            named = " and ".join([", ".join(names[:2]), names[2]] if names[2:] else names[:2])
            return f"{named} {'have' if names[1:] else 'has'} {length} {words}"
    return ""


def _axis_words(ndim: int, axis: int) -> str:
    match ndim, axis:
        case 1, _:
            return "entries"
        case 2, 0:
            return "rows"
        case 2, _:
            return "columns"
    return f"entries along axis {axis}"


def _leaves(known: NamedValues) -> Iterator[tuple[str, Any]]:
    seen: list[Any] = []
    # Arguments first, then what stands in dicts among them.
    held = [value for value in known.values() if isinstance(value, dict)]
    for parts in (known, *held):
        for label, part in parts.items():
            if len(seen) >= MOST_NAMES:
                return
            if isinstance(label, str) and not any(part is one for one in seen):
                seen.append(part)
                yield label, part
