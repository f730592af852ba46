"""What a layout says of one name at the top of a download."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    """Whose a file or folder is, and what else its name tells.

    `who` tells one person of a download from the others, and `name` is what people call them.
    `rest` is the student's own file name, empty for a folder. `attempt` tells one of a person's
    hand-ins from another; a later one sorts after an earlier one. `received` is ISO 8601, without
    a zone where the name has none; `late` is None where the layout says nothing of it.
    """

    who: str
    name: str
    rest: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    attempt: str = ""
    received: str | None = None
    late: bool | None = None


@dataclass(frozen=True)
class Layout:
    """How one system lays out what it exports.

    `entry` reads the name of a file (or folder) at the top, and is None where the system did not
    write it. `own` are files at the top that are the system's and nobody's work. `work` is the
    folder within a student's that holds what was handed in, where there is one.
    """

    title: str
    entry: Callable[[str, bool], Entry | None]
    own: frozenset[str] = frozenset()
    work: str = ""
