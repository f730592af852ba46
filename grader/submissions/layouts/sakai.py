"""Sakai's "Download all": a folder for each student in one of the assignment's title.

`<last name>, <first name>(<user name>)/Submission attachment(s)/…`, beside a `timestamp.txt`, the
text that was typed in, and what the instructor writes; some sites flatten the first folders into
the file's name. `grades.csv` and its like are Sakai's own.
"""

from __future__ import annotations

import re

from grader.submissions.layouts.entry import Entry, Layout

WORK = "Submission attachment(s)"
_NAME = re.compile(
    rf"(?P<name>[^(),]+,[^(),]*)\((?P<id>[^()]+)\)(?:_{re.escape(WORK)}_(?P<rest>.+))?"
)


def _entry(name: str, folder: bool) -> Entry | None:
    found = _NAME.fullmatch(name)
    if found is None or folder == bool(found["rest"]):
        return None
    return Entry(
        who=found["id"],
        name=found["name"].strip(),
        rest=found["rest"] or "",
        ids={"sakai": found["id"]},
    )


SAKAI = Layout(
    "Sakai", _entry, own=frozenset({"grades.csv", "grades.xls", "grades.xlsx"}), work=WORK
)
