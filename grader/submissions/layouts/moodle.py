"""Moodle's "download all submissions": what the names of its folders and files say."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = re.compile(r"(?P<who>.+_\d+)_assignsubmission_(?P<kind>file|onlinetext)_?(?P<rest>.*)")


@dataclass(frozen=True)
class MoodleName:
    """A name that Moodle gave: who handed in, what kind it is, and the student's own file name.

    `rest` is empty for a folder; files have one if no folders were asked for.
    """

    who: str
    is_text: bool
    rest: str

    def files_beside(self) -> set[str]:
        """What the folder of this student's files is called, where this is one of typed text."""
        return {f"{self.who}_assignsubmission_file{end}" for end in ("", "_")}


def moodle_name(name: str) -> MoodleName | None:
    """What a name says, if Moodle gave it."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    return MoodleName(found["who"], found["kind"] == "onlinetext", found["rest"])
