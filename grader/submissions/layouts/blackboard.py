"""Blackboard's "Assignment file download": all files in one folder, attempt by attempt.

`<assignment>_<user name>_attempt_<time>_<name of the file>`, and for each attempt a note
`<assignment>_<user name>_attempt_<time>.txt` of Blackboard's own; "attempt" is written in the
instructor's language. nbgrader's documentation of `zip_collect` shows the same names.
"""

from __future__ import annotations

import re

from grader.submissions.layouts.entry import Entry, Layout

_NAME = re.compile(
    r"(?P<before>.+?)_[^\W\d_]+_(?P<when>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<rest>.+)|\.txt)"
)


def _entry(name: str, folder: bool) -> Entry | None:
    found = None if folder else _NAME.fullmatch(name)
    if found is None:
        return None
    # Both the assignment's title and a user's name may hold a "_": the whole tells people apart.
    login = found["before"].rpartition("_")[2] or found["before"]
    year, month, day, *clock = found["when"].split("-")
    return Entry(
        who=found["before"],
        name=login,
        rest=found["rest"] or "note of the attempt.txt",
        ids={"blackboard": login},
        attempt=found["when"],
        received=f"{year}-{month}-{day}T{':'.join(clock)}",
    )


BLACKBOARD = Layout("Blackboard", _entry)
