"""Laws about what calls do besides returning: each raises `Failure` where one does not hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.random import Generator

from grader.authoring.checks import Function
from grader.authoring.failure import Failure
from grader.authoring.forms import differ
from grader.outcome import Observation, StudentRaised

# A vectorised function runs the same few Python instructions whatever the size; the
# constants leave room for NumPy's own Python-level branches on size.
STEPS_FACTOR = 1.5
STEPS_EXTRA = 30
# Fewer sizes, or sizes that are close to each other, would let special cases through.
LEAST_SIZES, LEAST_GROWTH = 3, 8
# Steps can be padded until they are the same at every size, but not taken away: a loop over the
# examples runs at least these for each, and no function without one needs as many as there are at
# the largest size (those of course 1 need 2200 at most, whatever the style).
STEPS_PER_EXAMPLE, LEAST_LARGEST = 4, 250


def refuses(function: Function, *args: Any, **kwargs: Any) -> None:
    """The call must raise ValueError (a subclass, or AssertionError, will do)."""
    _refuses("ValueError", ("ValueError",), function, args, kwargs)


def refuses_unknown(function: Function, *args: Any, **kwargs: Any) -> None:
    """The call asks for what is not there, and must raise KeyError or ValueError, as `refuses`."""
    _refuses("KeyError or ValueError", ("KeyError", "ValueError"), function, args, kwargs)


def _refuses(
    wanted: str, kinds: Sequence[str], function: Function, args: Any, kwargs: dict[str, Any]
) -> None:
    try:
        value = function(*args, **kwargs)
    except StudentRaised as raised:
        if {*kinds, "AssertionError"}.isdisjoint(raised.bases):
            raise raised.in_place_of(wanted) from raised
        return
    raise Failure(f"It must raise {wanted} here; it returned a value", got=value, want=wanted)


def unchanged(function: Function, *args: Any, **kwargs: Any) -> Any:
    """Call it: it must leave its arguments as they were. The call's value comes back."""
    seen = changes(function, *args, **kwargs)
    if seen.changed:
        names = ", ".join(seen.changed)
        raise Failure(
            f"The call changed its own input: {names} {differ(len(seen.changed))} afterwards",
            got=seen.value,
            want="inputs as they were",
        )
    return seen.value


def fresh(function: Function, *args: Any, **kwargs: Any) -> None:
    """Call it twice: the results may share no memory with each other or with an input.

    Nor may two arrays of one result share any.
    """
    seen = function.observe("shared", args=args, kwargs=kwargs)
    if seen.shared:
        raise Failure(
            "The result shares memory with an input or with an earlier result, or two of its "
            "arrays with each other: changing one would change the other",
            got=seen.value,
            want="a new array each time",
        )


def quiet(function: Function, *args: Any, **kwargs: Any) -> Any:
    """Call it: it must give no warning, NaN or infinity. The call's value comes back."""
    seen = function.observe(args=args, kwargs=kwargs)
    if seen.warnings:
        raise Failure(
            "It must not make NumPy warn", got=seen.value, want="a value without a warning"
        )
    if not _finite(seen.value):
        raise Failure("The result holds NaN or infinity", got=seen.value, want="finite numbers")
    return seen.value


def _finite(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_finite(item) for item in value.values())
    if isinstance(value, list | tuple):
        return all(_finite(item) for item in value)
    if isinstance(value, float | complex | np.ndarray | np.generic):
        numbers = np.asarray(value)
        return numbers.dtype.kind not in "fc" or bool(np.isfinite(numbers).all())
    return True


def steps_do_not_grow(
    function: Function,
    example: Callable[[Generator, int], tuple[tuple[Any, ...], Any]],
    agrees: Callable[[Any, Any], None],
    *,
    sizes: Sequence[int],
    seed: int,
) -> None:
    """The number of Python instructions must not grow with the size, while the value is right.

    Nor may it be that of a loop which is as long at every size as the largest needs it.

    `sizes` and `seed` are those of `draw.growing`. `example(rng, size)` draws an input: its
    arguments, and the value that must come back. `agrees(value, wanted)` is the law of the value.
    Each size is counted at its first call and each input is handed over once: what a function
    remembers, or has ready for some sizes, saves it nothing. Raises ValueError for sizes that
    would tell little.
    """
    largest = max(sizes)
    if len(sizes) < LEAST_SIZES or largest < max(LEAST_GROWTH * min(sizes), LEAST_LARGEST):
        raise ValueError(f"sizes {sizes} do not grow enough; take them from draw.growing")
    counts: dict[int, int] = {}
    # What a first call imports is not counted; the size of this one is not met again.
    for place, size in enumerate([min(sizes) - 1, *sizes]):
        args, wanted = example(np.random.default_rng([seed, place]), size)
        seen = steps(function, *args)
        agrees(seen.value, wanted)
        if place:
            counts[size] = seen.steps
    few, most = min(counts, key=counts.__getitem__), max(counts, key=counts.__getitem__)
    if counts[most] > STEPS_FACTOR * counts[few] + STEPS_EXTRA:
        raise Failure(
            f"Python ran {counts[few]} instructions at size {few} and {counts[most]} at size "
            f"{most}: a loop runs over the examples",
            got=f"{counts[most]} instructions",
            want=f"about {counts[few]}, whatever the size",
        )
    if counts[largest] >= STEPS_PER_EXAMPLE * largest:
        raise Failure(
            f"Python ran {counts[largest]} instructions at size {largest}, and so many at every "
            "size: a loop runs over the examples, or over as many things",
            got=f"{counts[largest]} instructions",
            want=f"fewer than {STEPS_PER_EXAMPLE * largest}",
        )


def changes(function: Function, *args: Any, **kwargs: Any) -> Observation:
    """The call, watched: its `value`, and in `changed` the arguments that differ afterwards."""
    return function.observe("changed", args=args, kwargs=kwargs)


def steps(function: Function, *args: Any, **kwargs: Any) -> Observation:
    """The call, watched: its `value`, and in `steps` the Python instructions that ran."""
    return function.observe("steps", args=args, kwargs=kwargs)
