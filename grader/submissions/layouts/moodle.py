"""Moodle's "Download all submissions", with a folder for each student or without.

`<full name>_<number>_assignsubmission_<kind>`, as `mod/assign/classes/downloader.php` writes it: a
folder, or what stands before the name of the file. A group's has its name and number, and the
group of those who are in none has no number. Moodle writes no `_` within a name.
"""

from __future__ import annotations

import re

from grader.submissions.layouts.entry import Entry, Layout

_NAME = re.compile(
    r"(?P<name>[^_]+)(?:_(?P<id>\d+))?_assignsubmission_(?:[a-z]+(?:_(?P<rest>.*))?"
    r"|(?P<typed>onlinetext\.\w+))"
)


def _entry(name: str, folder: bool) -> Entry | None:
    found = _NAME.fullmatch(name)
    rest = (found["rest"] or found["typed"] or "") if found else ""
    if found is None or not (folder or rest):
        return None
    return Entry(
        who=found["id"] or found["name"],
        name=found["name"],
        rest="" if folder else rest,
        ids={"moodle": found["id"]} if found["id"] else {},
    )


MOODLE = Layout("Moodle", _entry)
