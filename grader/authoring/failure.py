"""A wrong answer, and the facts that tell why it is wrong.

A failure carries what was found and what was wanted; it must never work out a cause itself:
that is the diagnosis's, and only for the failure that is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.results import GradientRow

Floats = NDArray[np.float64]
# None is any side.
Shape = tuple[int | None, ...]


@dataclass(frozen=True)
class NothingReturned:
    """None came back where a value must."""


@dataclass(frozen=True)
class Differs:
    """Two arrays of one shape that differ by more than `atol` somewhere."""

    found: NDArray[Any]
    wanted: NDArray[Any]
    atol: float


@dataclass(frozen=True)
class WrongShape:
    """An array of none of the `allowed` shapes; `wanted` are the right numbers, if known."""

    found: NDArray[Any]
    allowed: Sequence[Shape]
    wanted: Any = None


@dataclass(frozen=True)
class Compared:
    """A student's gradient beside the numeric one, and what the table says of them."""

    found: Floats
    numeric: Floats
    checkable: NDArray[np.bool_]
    row: GradientRow


@dataclass(frozen=True)
class WrongGradients:
    """All gradients of one comparison by name, of which some are wrong."""

    compared: Mapping[str, Compared]


Facts = NothingReturned | Differs | WrongShape | WrongGradients


class Failure(Exception):
    """The student's answer is wrong: what a check raises where its law does not hold.

    `message` says how, in the grader's words; `got` and `want` are the two values side by
    side. `what` names `got`, if it is a part of what came back. `facts` are what a likely cause
    can be found by.
    """

    def __init__(
        self,
        message: str,
        *,
        got: object = None,
        want: object = None,
        what: str = "",
        facts: Facts | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.got = got
        self.want = want
        self.what = what
        self.facts = facts

    @property
    def gradients(self) -> tuple[GradientRow, ...]:
        """The table of a gradient check; empty for any other."""
        if not isinstance(self.facts, WrongGradients):
            return ()
        return tuple(one.row for one in self.facts.compared.values())
