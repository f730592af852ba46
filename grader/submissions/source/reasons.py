"""The sentences on what a person should look at: the worst first, and how many are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

MOST_HELD = 10
# What is said of them, worst first: a person reads ten.
_VERBS = "changes uses calls binds names hands imports".split()


def most_telling(held: Sequence[str]) -> tuple[str, ...]:
    """As many of the sentences as a report holds, and how many are left out."""
    rest = len(held) - MOST_HELD
    more = (f"{rest} more reasons are left out here",) if rest > 0 else ()
    return (*held[:MOST_HELD], *more)


def worst_first(sentences: Iterable[str]) -> list[str]:
    """The worst of each kind, then the next; what was said of another line already comes last.

    So many of one kind leave no other out.
    """
    places: Counter[str] = Counter()
    seen: set[str] = set()

    def place(sentence: str) -> tuple[bool, int, int]:
        _, _, said = sentence.split(" ", 2)
        verb = said.partition(" ")[0]
        again = said in seen
        seen.add(said)
        places[verb] += not again
        return again, 0 if again else places[verb], _VERBS.index(verb)

    return sorted(sentences, key=place)
