"""Canvas' "Download submissions": all files in one folder, whose is in the names.

`<name>[_LATE]_<user id>_<file id>_<name of the file>`, as `lib/content_zipper.rb` of Canvas writes
it; a text or an address that was typed in is `<name>[_LATE]_<user id>_text.html` or `_link.html`.
Where marking is anonymous there is no name, and the id may be `anon_x7Gk2`.
"""

from __future__ import annotations

import re

from grader.submissions.layouts.entry import Entry, Layout

_NAME = re.compile(
    r"(?:(?P<name>.+?)_)??(?:(?P<late>LATE)_)?(?P<id>\d+|anon_[0-9A-Za-z]+)_"
    r"(?:\d+_(?P<rest>.+)|(?P<typed>(?:text|link)\.html))"
)


def _entry(name: str, folder: bool) -> Entry | None:
    found = None if folder else _NAME.fullmatch(name)
    if found is None:
        return None
    return Entry(
        who=found["id"],
        name=found["name"] or found["id"],
        rest=found["rest"] or found["typed"],
        ids={"canvas": found["id"]},
        late=found["late"] is not None,
    )


CANVAS = Layout("Canvas", _entry)
