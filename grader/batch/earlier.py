"""What a folder of reports holds from earlier runs: which of it is still of the class.

Beside the reports lies a note of which folder each was made from. A run over a part of a class
adds to its results; what a run over the whole did not find again is gone, and what belongs to
other work is not mixed with this.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.reports import read_report, write_note
from grader.results import Report

NOTE = ".made-from.json"
# A student and an assignment.
Key = tuple[str, str]


@dataclass(frozen=True)
class Earlier:
    """Reports of earlier runs: those of this class, and whose work is gone or somebody else's."""

    kept: tuple[Report, ...] = ()
    gone: tuple[Key, ...] = ()
    strange: tuple[Key, ...] = ()


def earlier(out: Path, root: Path, only: Collection[str], found: Collection[Key]) -> Earlier:
    """What is in `out` besides what this run over `root` found. `only`: these assignments."""
    homes, here = _homes(out), root.resolve()
    kept: list[Report] = []
    gone: list[Key] = []
    strange: list[Key] = []
    for student, slug in _there(out):
        home = homes.get((student, slug))
        if (student, slug) in found:
            continue
        asked = not only or slug in only
        if home is not None and home in (here, *here.parents) and not (home == here and asked):
            report = read_report(out, student, slug)
            kept += [report] if report is not None else []
        elif home is not None and here in (home, *home.parents):
            gone.append((student, slug))
        else:
            strange.append((student, slug))
    return Earlier(tuple(kept), tuple(gone), tuple(strange))


def note_homes(out: Path, root: Path, found: Iterable[Key]) -> None:
    """Note that these were made from the work at `root`; a part of a class belongs to the class."""
    homes, there = _homes(out), {*_there(out)}
    home = _widest(root.resolve(), homes.values())
    homes |= dict.fromkeys(found, home)
    told = [
        [*key, os.path.relpath(home, out.resolve())]
        for key, home in sorted(homes.items())
        if key in there
    ]
    write_note(out / NOTE, json.dumps(told, indent=0) + "\n")


def _widest(root: Path, homes: Iterable[Path]) -> Path:
    """The folder that this one is a part of, if a class was marked from there, or itself."""
    around = [home for home in homes if home in root.parents]
    return min(around, key=lambda home: len(home.parts), default=root)


def _homes(out: Path) -> dict[Key, Path]:
    """Which folder each report was made from, as far as that was noted."""
    try:
        told = json.loads((out / NOTE).read_text(encoding="utf-8"))
        return {
            (str(student), str(slug)): (out / str(home)).resolve() for student, slug, home in told
        }
    except (OSError, ValueError, TypeError):
        return {}


def _there(out: Path) -> Iterator[Key]:
    """The reports in a folder."""
    for path in sorted(out.glob("*/*.json")):
        yield path.parent.name, path.stem
