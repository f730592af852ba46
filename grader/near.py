"""Which of the names that there are may have been meant by one that is not among them."""

from __future__ import annotations

import difflib
from collections.abc import Collection

MOST_NEAR = 3
# A shorter one is in too many names.
_LEAST_HELD = 3


def near_names(name: str, known: Collection[str]) -> list[str]:
    """The known names that it may stand for; none if none is like it.

    That is one that is the same but for case and signs, or else those that hold it, or else the one
    that is most like it.
    """
    plain = {one: _plain(one) for one in known}
    wanted = _plain(name)
    same = [one for one, text in plain.items() if wanted and text == wanted]
    holding = [one for one, text in plain.items() if wanted in text and len(wanted) >= _LEAST_HELD]
    like = [
        one
        for text in difflib.get_close_matches(wanted, list(plain.values()), n=1)
        for one in plain
        if plain[one] == text
    ]
    return (same or holding or like)[:MOST_NEAR]


def near_words(name: str, known: Collection[str]) -> str:
    """A question with those names, to stand after a full stop; "" if there is none."""
    near = [repr(one) for one in near_names(name, known)]
    if not near:
        return ""
    return f"Did you mean {' or '.join([', '.join(near[:-1]), near[-1]] if near[1:] else near)}?"


def _plain(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())
