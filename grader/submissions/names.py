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

from grader.apart import apart, called

IGNORED_NAMES = frozenset({"__macosx", "__pycache__", "thumbs.db", "desktop.ini"})
MAX_NAME_BYTES = 120
# Composing a name takes quadratic time in the marks of a letter: no longer one is composed.
_MOST_COMPOSED = 4 * MAX_NAME_BYTES
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
    text = unicodedata.normalize("NFC", raw[:_MOST_COMPOSED])
    name = "".join(char if _is_sane(char) else "_" for char in text)
    stripped = name.rstrip(". ")
    name = stripped + "_" * (len(name) - len(stripped))
    if not name or name[0] in ".- ":
        name = "_" + name[1:]
    if _RESERVED.fullmatch(name):
        name = "_" + name
    if _REPORT_SUFFIX.fullmatch(name):
        name += "_"
    fits = len(name.encode()) <= MAX_NAME_BYTES and len(raw) <= _MOST_COMPOSED
    return name if fits else _shortened(name, raw)


def student_names(raw: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """A safe and unique name for each raw one, with notes on what was changed and why.

    Uniqueness holds on file systems that fold case or normalise letters. Names that differ only by
    what these fold are kept `apart`: each is `called` what it is, or one student's hand-in would
    take another's name in the grades. Of those whose names are the same, one that needed no mapping
    keeps it, then the first; the others get the first free number after a hyphen. All of them say
    so, since nobody but a person can tell whose is whose.
    """
    wanted = [safe_name(name) for name in raw]
    order = sorted(range(len(raw)), key=lambda i: (wanted[i] != raw[i], raw[i], i))
    final: dict[int, str] = {}
    taken: set[str] = set()
    firsts: dict[str, int] = {}
    for index in order:
        if firsts.setdefault(wanted[index], index) == index:
            final[index] = _free(wanted[index], taken)
            taken.add(_key(final[index]))
    for index in order:
        if index in final:
            continue
        number = 2
        while _key(f"{wanted[index]}-{number}") in taken:
            number += 1
        final[index] = f"{wanted[index]}-{number}"
        taken.add(_key(final[index]))
    alike: dict[str, list[int]] = {}
    for index in sorted(final):
        alike.setdefault(_key(wanted[index]), []).append(index)
    return [
        (
            final[index],
            _notes(raw[index], wanted[index], final[index])
            + _alike(called(final[index]), [called(final[i]) for i in alike[_key(wanted[index])]]),
        )
        for index in range(len(raw))
    ]


def _free(name: str, taken: set[str]) -> str:
    """The name itself, or one that is kept apart from those that are taken."""
    number, free = 1, name
    while _key(free) in taken:
        number += 1
        free = apart(name, number)
    return free


def _notes(raw: str, wanted: str, final: str) -> tuple[str, ...]:
    raw = raw if len(raw) <= _MOST_COMPOSED else f"{raw[:MAX_NAME_BYTES]}..."
    if called(final) != wanted:
        return (f"the name {shown(raw)!r} is there twice, so this one is called {final!r}",)
    if wanted != unicodedata.normalize("NFC", raw):
        return (f"the name {shown(raw)!r} can't be a folder's name, so it became {wanted!r}",)
    return ()


def _alike(name: str, names: Sequence[str]) -> tuple[str, ...]:
    """What a person must know before these marks go to somebody of that name."""
    others = [other for other in names if other != name]
    if not others:
        return ()
    said = f"{listed(others)} and this one, {name}, have the same name or nearly"
    return (f"{said}: make sure whose is whose before these marks are passed on",)


def _is_sane(char: str) -> bool:
    return char in _PLAIN or char in _JOINERS or unicodedata.category(char)[0] in "LMN"


def _key(name: str) -> str:
    visible = "".join(char for char in name if char not in _JOINERS)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())


def _shortened(name: str, raw: str) -> str:
    digest = hashlib.sha256(raw.encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return name.encode()[: MAX_NAME_BYTES - 9].decode("utf-8", "ignore") + "-" + digest
