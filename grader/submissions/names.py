"""Names from outside made safe: to be written as a folder, and to be shown.

A student's name becomes a folder below the reports, so it must never be able to leave that
folder, hide in it, look like an option or be a name that some system keeps for itself.
Names that are sane stay as they are.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence

IGNORED_NAMES = frozenset({"__macosx", "__pycache__", "thumbs.db", "desktop.ini"})
MAX_NAME_BYTES = 120
# What a report says of a file is made of words that are in it, and is kept for a whole class.
MOST_CHARACTERS = 400
MOST_TEXTS = 40

_PLAIN = frozenset(" ._-@+'’,()")
_JOINERS = frozenset("\u200c\u200d")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
# The reports' own files lie beside the students' folders; grades.csv must not be a folder.
_REPORT_SUFFIX = re.compile(r".*\.(csv|html?|json|md|svg|txt|xml)", re.IGNORECASE)


def is_ignored(name: str) -> bool:
    """Whether a file or folder is left by a system or an editor, not by a student."""
    return name.startswith(".") or name.casefold() in IGNORED_NAMES


def shown(name: str) -> str:
    """The name with everything a terminal or JSON can't take written as an escape."""
    if name.isprintable():
        return name
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in name
    )


def listed(names: Sequence[str], most: int = 5) -> str:
    """A few names as a phrase: "a.py, b.py and 3 more"."""
    shortened = [shown(name if len(name) <= 80 else name[:77] + "...") for name in names[:most]]
    if len(names) > most:
        return ", ".join(shortened) + f" and {len(names) - most} more"
    return " and ".join(filter(None, [", ".join(shortened[:-1]), *shortened[-1:]]))


def shortened(text: str) -> str:
    """A sentence with names of a student's choice in it, of which one may be a megabyte long."""
    if len(text) <= MOST_CHARACTERS:
        return text
    return f"{text[: MOST_CHARACTERS * 3 // 4]} … {text[-MOST_CHARACTERS // 4 :]}"


def few(texts: Iterable[str]) -> tuple[str, ...]:
    """As many sentences as a report holds, each as long as it may be."""
    rest = iter(texts)
    told = [shortened(text) for text in itertools.islice(rest, MOST_TEXTS)]
    more = sum(1 for _ in rest)
    return (*told, f"{more} more remarks are left out here") if more else tuple(told)


def safe_name(raw: str) -> str:
    """A name that is safe as one folder below the reports; `raw` itself if it is sane."""
    text = unicodedata.normalize("NFC", raw)
    name = "".join(char if _is_sane(char) else "_" for char in text)
    stripped = name.rstrip(". ")
    name = stripped + "_" * (len(name) - len(stripped))
    if not name or name[0] in ".- ":
        name = "_" + name[1:]
    if _RESERVED.fullmatch(name):
        name = "_" + name
    if _REPORT_SUFFIX.fullmatch(name):
        name += "_"
    return name if len(name.encode()) <= MAX_NAME_BYTES else _shortened(name, raw)


def student_names(raw: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """A safe and unique name for each raw one, with notes on what was changed and why.

    Uniqueness holds on file systems that fold case or normalise letters. Of names that
    collide, one that needed no mapping keeps it, then the first in code point order; the
    others get the first free number after a hyphen.
    """
    wanted = [safe_name(name) for name in raw]
    order = sorted(range(len(raw)), key=lambda i: (wanted[i] != raw[i], raw[i], i))
    final: dict[int, str] = {}
    taken: set[str] = set()
    for index in order:
        if _key(wanted[index]) not in taken:
            taken.add(_key(wanted[index]))
            final[index] = wanted[index]
    for index in order:
        if index in final:
            continue
        number = 2
        while _key(f"{wanted[index]}-{number}") in taken:
            number += 1
        final[index] = f"{wanted[index]}-{number}"
        taken.add(_key(final[index]))
    return [
        (final[index], _notes(raw[index], wanted[index], final[index])) for index in range(len(raw))
    ]


def _notes(raw: str, wanted: str, final: str) -> tuple[str, ...]:
    if final != wanted:
        return (f"the name {shown(raw)!r} is there twice, so this one is called {final!r}",)
    if final != unicodedata.normalize("NFC", raw):
        return (f"the name {shown(raw)!r} can't be a folder's name, so it became {final!r}",)
    return ()


def _is_sane(char: str) -> bool:
    return char in _PLAIN or char in _JOINERS or unicodedata.category(char)[0] in "LMN"


def _key(name: str) -> str:
    visible = "".join(char for char in name if char not in _JOINERS)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())


def _shortened(name: str, raw: str) -> str:
    digest = hashlib.sha256(raw.encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return name.encode()[: MAX_NAME_BYTES - 9].decode("utf-8", "ignore") + "-" + digest
