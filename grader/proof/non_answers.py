"""What an exercise gives for no answer: values of the right form that follow from shapes alone.

A non-answer stands around the reference, in this process. It has the shape and the structure of
the reference's own value on that call and other numbers in it, and it refuses what the reference
refuses. What it earns is earned by whoever looks at shapes alone.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.random import Generator

from grader.calls import LocalCaller
from grader.preparation import Prepared, PreparedCheck, attempts, trusted
from grader.proof.proof import Proof, Unearned

# Non-answers may earn one part in so many of an exercise's points.
MOST_SHARE = 5
SEED = 4
Function = Callable[..., Any]
# What comes in place of an array or number of the answer; the second are those of the arguments.
Leaf = Callable[[Any, list[Any]], Any]
# A non-answer: the right function, and what it is called with.
NonAnswer = Callable[[Function, tuple[Any, ...], dict[str, Any]], Any]


def non_answers(prepared: Prepared, exercise: str, proof: Proof) -> Iterator[str]:
    """No exercise gives more than a fifth of its points for non-answers."""
    points = {one.check.id: one.check.points for one in prepared.checks_of(exercise)}
    all_points = sum(points.values())
    passed = {
        name: _passed(prepared, exercise, non_answer) for name, non_answer in NON_ANSWERS.items()
    }
    totals = {name: sum(points[one] for one in found) for name, found in passed.items()}
    best = max(totals, key=totals.__getitem__)
    # Whoever looks at shapes may give one non-answer here and another there.
    mixed = [one for one in points if any(one in found for found in passed.values())]
    together = sum(points[one] for one in mixed)
    if together:
        proof.unearned.append(Unearned(exercise, all_points, best, totals[best], together))
    if MOST_SHARE * together > all_points:
        yield (
            f"Exercise {exercise} gives {together} of its {all_points} points for "
            f"values that need nothing but shapes ({best} and the like pass "
            f"{', '.join(mixed)}); let these checks ask for the value as well."
        )


def _passed(prepared: Prepared, exercise: str, non_answer: NonAnswer) -> list[str]:
    """The exercise's checks that a non-answer passes."""
    assignment = prepared.assignment
    caller = trusted(assignment)
    around = _Around(caller.namespace[exercise], non_answer)
    caller.put(exercise, around)
    return [
        one.check.id
        for one in prepared.checks_of(exercise)
        if _passes(prepared, one, caller, around)
    ]


def _passes(prepared: Prepared, one: PreparedCheck, caller: LocalCaller, around: _Around) -> bool:
    around.differed = False
    return all(trial.held for trial in attempts(one, caller, prepared)) and around.differed


@dataclass
class _Around:
    """A non-answer in place of an exercise, and whether it was ever anything but the answer.

    Zeros are the right answer of a function that makes zeros.
    """

    right: Function
    non_answer: NonAnswer
    differed: bool = False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        value = self.non_answer(self.right, args, kwargs)
        if not self.differed:
            wanted = self.right(*copy.deepcopy(args), **copy.deepcopy(kwargs))
            self.differed = not _same(value, wanted)
        return value


def _same(value: Any, wanted: Any) -> bool:
    ours, theirs = [*_numbers_in(value)], [*_numbers_in(wanted)]
    return len(ours) == len(theirs) and all(
        np.shape(one) == np.shape(other) and np.allclose(one, other, equal_nan=True)
        for one, other in zip(ours, theirs, strict=True)
    )


def _is_number(value: Any) -> bool:
    """Whether a value is an array or a number; True and False are none."""
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "biuf"
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _numbers_in(value: Any) -> Iterator[Any]:
    """The arrays and numbers in a value."""
    if _is_number(value):
        yield value
    elif isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _numbers_in(item)


def _replaced(value: Any, leaf: Callable[[Any], Any], *, inside: bool = True) -> Any:
    """The value with other arrays and numbers, in the same structure."""
    if isinstance(value, np.ndarray) and _is_number(value):
        return np.asarray(leaf(value)).astype(value.dtype)
    if _is_number(value):
        return type(value)(np.asarray(leaf(value)).item())
    if isinstance(value, dict):
        return {key: _replaced(item, leaf, inside=inside) for key, item in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(_replaced(item, leaf, inside=inside) for item in value))
    if isinstance(value, list | tuple):
        return type(value)(_replaced(item, leaf, inside=inside) for item in value)
    if inside and hasattr(value, "__dict__") and not callable(value):
        # An object keeps the objects that it refers to: a graph would be copied as a whole.
        made = copy.copy(value)
        for name, item in vars(value).items():
            setattr(made, name, _replaced(item, leaf, inside=False))
        return made
    return value


def _none(right: Function, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    right(*copy.deepcopy(args), **copy.deepcopy(kwargs))  # what it refuses is refused


def _instead(leaf: Leaf) -> NonAnswer:
    """The right value with each of its arrays and numbers replaced."""

    def non_answer(right: Function, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        given = [*_numbers_in([*args, kwargs])]
        value = right(*copy.deepcopy(args), **copy.deepcopy(kwargs))
        return _replaced(value, lambda one: leaf(one, given))

    return non_answer


def _of_the_shape(right: Function, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """The right value for other arguments, the same ones for all of these shapes."""
    value = right(*copy.deepcopy(args), **copy.deepcopy(kwargs))
    rng = np.random.default_rng(SEED)
    try:
        with np.errstate(all="ignore"):
            others, named = (_replaced(one, lambda one: _other(one, rng)) for one in (args, kwargs))
            return right(*others, **named)
    except Exception:  # noqa: BLE001 (whatever it raises: it has no value for these)
        return _replaced(value, np.zeros_like)


def _other(value: Any, rng: Generator) -> Any:
    """Other numbers of that shape. Whole ones stay: they may be sizes."""
    if np.asarray(value).dtype.kind != "f":
        return value
    if np.size(value) > 1 and np.isin(value, (0.0, 1.0)).all():  # labels
        return rng.integers(0, 1, size=np.shape(value), endpoint=True)
    return rng.uniform(0.1, 0.9, size=np.shape(value))


def _handed_back(value: Any, given: list[Any]) -> Any:
    """The first argument of that shape."""
    fitting = (one for one in given if np.shape(one) == np.shape(value))
    return next(fitting, np.zeros_like(value))


NON_ANSWERS: Final[dict[str, NonAnswer]] = {
    "None": _none,
    "zeros": _instead(lambda value, _: np.zeros_like(value)),
    "ones": _instead(lambda value, _: np.ones_like(value)),
    "a constant": _instead(lambda value, _: np.full(np.shape(value), 0.5)),
    "shares of a row": _instead(
        lambda value, _: np.full(np.shape(value), 1 / max([*np.shape(value)[-1:], 1]))
    ),
    "an input of that shape": _instead(_handed_back),
    "the value for other inputs of these shapes": _of_the_shape,
}
