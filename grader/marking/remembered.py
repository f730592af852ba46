"""What a class of submissions has shown so far, so that nothing is worked out twice.

All of it is for speed alone: with an empty memory every report is the same. It is the one thing
that changes while a class is marked; what is prepared never does. It rests on one law: a check
is a function of its inputs, of the reference, and of the student's answers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from grader.calls import Answers
from grader.diagnosis import KnownMistake, WorkedOut
from grader.marking.store import Store
from grader.preparation import Searches, Weights

# Ways to answer an example rightly, to the last bit, that are known again.
MOST_PASSING = 64


@dataclass
class Passing:
    """Digests of the replies to an example's planned calls that passed, by check and example.

    The very same replies pass again, unread.
    """

    _known: dict[tuple[str, int], set[bytes]] = field(default_factory=dict)

    def holds(self, check: str, place: int, replies: bytes) -> bool:
        """Whether these replies have passed this example of the check."""
        return replies in self._known.get((check, place), ())

    def add(self, check: str, place: int, replies: bytes) -> None:
        """Note replies that have passed."""
        known = self._known.setdefault((check, place), set())
        if replies and len(known) < MOST_PASSING:
            known.add(replies)


@dataclass(frozen=True)
class Remembered:
    """The memories of one prepared assignment, filled by the submissions that are marked.

    `searches` are those for the smallest failing input, by check; `answers` those of stand-ins;
    `mistakes` what the known misconceptions do, by exercise; `weights` how much work examples are;
    `worked_out` what right code works out on the way, by exercise; `marked` what marking a piece of
    code gave, if that is to be kept.
    """

    passing: Passing = field(default_factory=Passing)
    searches: defaultdict[str, Searches] = field(default_factory=lambda: defaultdict(Searches))
    answers: Answers = field(default_factory=Answers)
    mistakes: dict[str, tuple[KnownMistake, ...]] = field(default_factory=dict)
    weights: Weights = field(default_factory=Weights)
    worked_out: dict[str, WorkedOut] = field(default_factory=dict)
    marked: Store | None = None
