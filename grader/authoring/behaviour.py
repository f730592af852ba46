"""Laws about what calls do besides returning: each raises `Failure` where one does not hold."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.authoring.checks import Function
from grader.authoring.failure import Failure
from grader.outcome import Observation, StudentRaised

# A vectorised function runs the same few Python instructions whatever the size; the
# constants leave room for NumPy's own Python-level branches on size.
STEPS_FACTOR = 1.5
STEPS_EXTRA = 30


def refuses(function: Function, *args: Any, **kwargs: Any) -> None:
    """The call must raise ValueError (a subclass, or AssertionError, will do)."""
    try:
        value = function(*args, **kwargs)
    except StudentRaised as raised:
        if {"ValueError", "AssertionError"} & set(raised.bases):
            return
        raise
    raise Failure(
        "It must raise ValueError here; it returned a value", got=value, want="ValueError"
    )


def unchanged(function: Function, *args: Any, **kwargs: Any) -> None:
    """The call must leave its arguments as they were."""
    seen = changes(function, *args, **kwargs)
    if seen.changed:
        names = ", ".join(seen.changed)
        raise Failure(
            f"The call changed its own input: {names} differs afterwards",
            got=seen.value,
            want="inputs as they were",
        )


def fresh(function: Function, *args: Any, **kwargs: Any) -> None:
    """Two calls must return arrays that share no memory, with each other or with an input."""
    seen = function.observe("shared", args=args, kwargs=kwargs)
    if seen.shared:
        raise Failure(
            "The result shares memory with an input or with an earlier result: "
            "changing one would change the other",
            got=seen.value,
            want="a new array each time",
        )


def quiet(function: Function, *args: Any, **kwargs: Any) -> Any:
    """The value of a call that must give no warning, NaN or infinity."""
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
    function: Function, *, small: tuple[Any, ...], large: tuple[Any, ...]
) -> None:
    """The number of Python instructions must not grow with the size of the input."""
    few, many = steps(function, *small).steps, steps(function, *large).steps
    if many > STEPS_FACTOR * few + STEPS_EXTRA:
        raise Failure(
            f"Python ran {few} instructions for the small input and {many} for the large one: "
            "a loop runs over the examples",
            got=f"{many} instructions",
            want=f"about {few}, whatever the size",
        )


def changes(function: Function, *args: Any, **kwargs: Any) -> Observation:
    """The call, watched: its `value`, and in `changed` the arguments that differ afterwards."""
    return function.observe("changed", args=args, kwargs=kwargs)


def steps(function: Function, *args: Any, **kwargs: Any) -> Observation:
    """The call, watched: its `value`, and in `steps` the Python instructions that ran."""
    return function.observe("steps", args=args, kwargs=kwargs)
