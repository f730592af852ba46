"""Brightspace (D2L): "Download" of an assignment's submissions, as folders or flat.

`<user id>-<number> - <name> - <date> <time>[ - <name of the file>]`, for example
`35244-46138 - Ada Byron - Aug 28, 2019 919 PM - neuron.py`; a system that has ":" in names writes
`9:19 PM`, and the date follows the instructor's language. `index.html` is Brightspace's own.
"""

from __future__ import annotations

import re

from grader.submissions.layouts.entry import Entry, Layout

_NAME = re.compile(
    r"(?P<id>\d+)-\d+ ?- ?(?P<name>.+?) ?- ?"
    r"(?P<when>[^-]*\d{4},? \d{1,2}[:.]?\d\d(?: ?[AaPp]\.?[Mm]\.?)?)(?: ?- ?(?P<rest>.+))?"
)
_ENGLISH = re.compile(
    r"(?:(?P<month>[A-Za-z]{3})[a-z]*\.? (?P<day>\d{1,2})|(?P<Day>\d{1,2}) (?P<Month>[A-Za-z]{3})"
    r"[a-z]*\.?),? (?P<year>\d{4}),? (?P<hour>\d{1,2})[:.]?(?P<minute>\d\d)"
    r"(?: ?(?P<half>[AaPp]).*)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _entry(name: str, folder: bool) -> Entry | None:
    found = _NAME.fullmatch(name)
    if found is None or folder == bool(found["rest"]):
        return None
    received = _time(found["when"])
    return Entry(
        who=found["id"],
        name=found["name"].strip(),
        rest=found["rest"] or "",
        ids={"brightspace": found["id"]},
        attempt=received or found["when"],
        received=received,
    )


def _time(text: str) -> str | None:
    """The date and time in ISO 8601, where they are written in English."""
    found = _ENGLISH.fullmatch(text)
    month = (found["month"] or found["Month"]).lower() if found else ""
    if found is None or month not in _MONTHS:
        return None
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + 12 * (found["half"] in "Pp")
    day = int(found["day"] or found["Day"])
    number = _MONTHS.index(month) + 1
    return f"{found['year']}-{number:02}-{day:02}T{hour:02}:{found['minute']}:00"


BRIGHTSPACE = Layout("Brightspace", _entry, own=frozenset({"index.html"}))
