"""What proving an assignment found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

# What is told, in a few words, of what is being tried.
Told = Callable[[str], None]


@dataclass(frozen=True)
class Unearned:
    """What one exercise gives for non-answers: the best one alone, and the best for each check."""

    exercise: str
    points: int
    best: str
    alone: int
    together: int


@dataclass(frozen=True)
class Seen:
    """How many of an exercise's misconceptions its public checks kill, and which they do not."""

    exercise: str
    killed: int
    misconceptions: int
    missed: tuple[str, ...] = ()


@dataclass
class Proof:
    """What was proved of one assignment, and each sentence about what was not.

    A number is None where a fault kept what it counts from being looked at.
    """

    slug: str
    checks: int | None = None
    accepted: int | None = None
    named: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    misnamed: list[str] = field(default_factory=list)
    public: list[Seen] = field(default_factory=list)
    unearned: list[Unearned] = field(default_factory=list)
    mutants: int | None = None
    equivalent: int = 0
    survivors: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def misconceptions(self) -> int:
        """How many misconceptions there are."""
        return len(self.named) + len(self.unnamed) + len(self.misnamed)

    @property
    def public_share(self) -> float:
        """The share of the misconceptions that public checks kill, 1 where there are none."""
        killed = sum(one.killed for one in self.public)
        return killed / self.misconceptions if self.misconceptions else 1.0


def short(text: str) -> str:
    """A text in one line of bearable length."""
    line = " ".join(text.split())
    return line if len(line) <= 160 else line[:160] + "…"
