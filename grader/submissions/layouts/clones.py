"""Clones of students' repositories: `<assignment>-<student>/`, one beside the other.

That is how classroom services name repositories, and the scripts that clone them all.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Collection

from grader.submissions.layouts.entry import Entry, Layout

_STARTS = re.compile(r"[-_]")
# Longer names, and names of more parts, are no repositories'.
_LONGEST, _MOST_PARTS = 100, 12


def clones(
    folders: Collection[str], assignments: Collection[str], repositories: Collection[str]
) -> Layout | None:
    """The layout of these folders, if most begin with what names an assignment, or if most are
    `repositories` and begin alike."""
    starts = Counter(
        name[: found.end()]
        for name in folders
        for found in itertools.islice(_STARTS.finditer(name[:_LONGEST]), _MOST_PARTS)
    )
    known = {_plain(name) for name in assignments}
    for start, count in sorted(starts.items(), key=lambda one: (-one[1], -len(one[0]))):
        if 2 * count <= len(folders):
            return None
        alike = [name for name in folders if name.startswith(start)]
        cloned = count > 1 and all(name in repositories for name in alike)
        if _plain(start) in known or cloned:
            return Layout("clones of repositories", functools.partial(_entry, start))
    return None


def _plain(name: str) -> str:
    return name.casefold().replace("-", "_").strip("_")


def _entry(start: str, name: str, folder: bool) -> Entry | None:
    login = name.removeprefix(start)
    if not folder or login in ("", name):
        return None
    return Entry(who=login, name=login, ids={"login": login})
