"""Results of earlier calls as arguments of later ones: named, so that all can be sent at once.

A backward step takes the cache that the forward step gave, in whatever form the student likes.
Nobody knows it before; the worker does, by the time that it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.worker.wire import Tag

# A place in a list or tuple, or a dict's key.
Step = int | str


@dataclass(frozen=True)
class Earlier:
    """A part of the value that the call so many places `back` gave: the one at `path`."""

    back: int
    path: tuple[Step, ...]

    def packed(self) -> list[Any]:
        """What stands for it on the wire."""
        return [Tag.RESULT.value, self.back, *self.path]


# Gives the value of the call so many places back; raises `LookupError` without one.
Values = Callable[[int], Any]


def part(value: Any, path: Iterable[Any]) -> Any:
    """The part of a value at a path; raises `LookupError` if it has none."""
    for step in path:
        fits = isinstance(value, dict if isinstance(step, str) else list | tuple)
        if not fits:
            raise LookupError("the value has no such part")
        value = value[step]
    return value


def filled(value: Any, values: Values) -> Any:
    """The value with the parts that it names in their places; raises `LookupError`."""
    if isinstance(value, Earlier):
        return part(values(value.back), value.path)
    kind = type(value)
    if kind in (list, tuple):
        return kind(filled(item, values) for item in value)
    if kind is dict:
        return {key: filled(item, values) for key, item in value.items()}
    return value


def named_like(planned: Any, value: Any, values: Values) -> Any:
    """The value with names where the planned one has them; raises `LookupError`.

    What is named must be the very object that an earlier call gave.
    """
    if isinstance(planned, Earlier):
        if part(values(planned.back), planned.path) is not value:
            raise LookupError("not the object that was planned")
        return planned
    kind = type(planned)
    if kind is not type(value):
        return value
    if kind in (list, tuple) and len(planned) == len(value):
        return kind(named_like(*pair, values) for pair in zip(planned, value, strict=True))
    if kind is dict and list(planned) == list(value):
        return {key: named_like(planned[key], item, values) for key, item in value.items()}
    return value


def names_in(value: Any) -> Iterator[Earlier]:
    """The parts of earlier values that a value names."""
    if isinstance(value, Earlier):
        yield value
    elif isinstance(value, list | tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from names_in(item)


def holds_names(value: Any) -> bool:
    """Whether a value names any part of an earlier one."""
    return any(True for _ in names_in(value))


class Parts:
    """The parts of the values that calls have given, known again by identity."""

    def __init__(self) -> None:
        self._where: dict[int, tuple[int, tuple[Step, ...]]] = {}
        self._alive: list[Any] = []  # or another object could get the number of one of them

    def add(self, place: int, value: Any) -> None:
        """Remember the value of the call at this place."""
        self._alive.append(value)
        self._add(place, value, ())

    def _add(self, place: int, value: Any, path: tuple[Step, ...]) -> None:
        if isinstance(value, np.ndarray) or (value and isinstance(value, list | tuple | dict)):
            self._where[id(value)] = place, path
        if isinstance(value, dict):
            for key, item in value.items():
                if isinstance(key, str):
                    self._add(place, item, (*path, str(key)))
        elif isinstance(value, list | tuple):
            for number, item in enumerate(value):
                self._add(place, item, (*path, number))

    def named(self, value: Any, place: int) -> Any:
        """The value as an argument of the call at this place, with names where it has parts."""
        if id(value) in self._where:
            other, path = self._where[id(value)]
            return Earlier(place - other, path)
        kind = type(value)
        if kind in (list, tuple):
            items = [self.named(item, place) for item in value]
            return kind(items) if any(map(holds_names, items)) else value
        if kind is dict:
            entries = {key: self.named(item, place) for key, item in value.items()}
            return entries if holds_names(entries) else value
        return value
