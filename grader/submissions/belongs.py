"""Which assignment of a course a file belongs to, by its name, its folders and what it defines."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from grader.submissions.model import Expected

# A definition at the start of a line, in a module or in the text of a notebook's cell.
_DEFINITION = re.compile(rb'(?:^|["\n]|\\n)(?:async +)?(?:def|class) +([A-Za-z_]\w*)')
_COPY = re.compile(
    r"(?:copy of|kopie von|copie de|copia de) +"
    r"|(?:[ _-]*\(\d{1,3}\)|[ _-]+(?:copy|kopie|copie|copia) ?\d{0,3})$",
    re.IGNORECASE,
)
# As much of an assignment as makes a file that bears no name its work.
HALF = 0.5
_NUMBER = re.compile(r"\((\d{1,3})\)$|-(\d{1,3})$")


def plain_stem(stem: str) -> str:
    """The name without what a browser, a desktop or Jupyter adds to that of a copy."""
    shorter = _COPY.sub("", stem).strip()
    while shorter and shorter != stem:
        stem, shorter = shorter, _COPY.sub("", shorter).strip()
    return stem


def copy_number(stem: str) -> int:
    """Which one it is of files that were saved or uploaded under one name; 0 for the first."""
    found = _NUMBER.search(stem)
    return int(found[1] or found[2]) if found else 0


def exercises_of(one: Expected) -> frozenset[str]:
    """The names that an assignment's work defines; none where they are not known."""
    return frozenset(one.asked.forbidden)


def called_like(name: str, course: Sequence[Expected]) -> list[Expected]:
    """The assignments whose name a file's or folder's has in it: several where they share it."""
    words = _words(name)
    best: list[Expected] = []
    length = 0
    for one in course:
        for known in dict.fromkeys((_words(one.slug), _words(one.module))):
            if len(known) >= max(length, 1) and _holds(words, known):
                best = [*(best if len(known) == length else ()), one]
                length = len(known)
    return best


def owner(path: Sequence[str], stem: str, course: Sequence[Expected]) -> Expected | None:
    """The assignment that a file is named for: by its own name, else by the nearest folder's.

    None where nothing is said, or not which one of several.
    """
    own = called_like(stem, course)
    if len(own) == 1:
        return own[0]
    for folder in reversed(path[:-1]):
        found = called_like(folder, own or course)
        if len(found) == 1:
            return found[0]
    return None


def defined_names(data: bytes) -> frozenset[str]:
    """The names of functions and classes that a text seems to define, without parsing it."""
    return frozenset(name.decode() for name in _DEFINITION.findall(data))


def share(defined: Collection[str], one: Expected) -> float:
    """How much of what an assignment asks for is defined; 0 where that is not known."""
    asked = exercises_of(one)
    return len(asked.intersection(defined)) / len(asked) if asked else 0.0


def foreign(
    defined: Collection[str], one: Expected, course: Sequence[Expected], *, named: bool
) -> Expected | None:
    """The assignment whose functions these mostly are, if hardly any is of this one.

    Who writes two assignments into one file, or brings along functions of an earlier one, has
    half of this one's at least. A file that is `named` for this one is another's only if it has
    half of that one's.
    """
    asked = exercises_of(one)
    if not asked or share(defined, one) >= HALF:
        return None
    others = [other for other in course if other.slug != one.slug]
    most = max(others, key=lambda other: share(defined, other), default=one)
    more = len(exercises_of(most).intersection(defined)) > len(asked.intersection(defined))
    return most if more and (share(defined, most) >= HALF or not named) else None


def _words(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")


def _holds(words: str, known: str) -> bool:
    """Whether a name has the known one in it, from word to word; digits may follow at once."""
    if words.replace("_", "") == known.replace("_", ""):
        return True
    start = words.find(known)
    while start >= 0:
        before, after = words[:start], words[start + len(known) :].lstrip("0123456789")
        if (not before or before.endswith("_")) and (not after or after.startswith("_")):
            return True
        start = words.find(known, start + 1)
    return False
