"""Whether work is just as it was handed out: then it is as if it were not handed in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from grader.errors import CourseInvalid, SandboxFailed
from grader.submissions.belongs import exercises_of
from grader.submissions.model import (
    SOURCE_LIMIT,
    Expected,
    Reading,
    Unreadable,
    is_notebook,
)
from grader.submissions.read import Found, Seen, look_into
from grader.submissions.reader import read_module

# What each exercise of a handout raises, be it a function or a class.
_GIVES_UP = b"NotImplementedError"


@dataclass
class Handouts:
    """What the assignments of a class were handed out as; each is read when it is first asked for.

    It holds the digests of the statements of each, by slug.
    """

    _parts: dict[str, frozenset[str]] = field(default_factory=dict)

    def looked_into(self, found: Found, expected: Expected) -> tuple[Found, bool]:
        """The work, read where it had to be, and whether it is just as it was handed out.

        That is: each exercise is still a stub, and all else stands in the handout too. Where no
        handout is known it never is. Never raises for what is in it.
        """
        if expected.handout is None or (found.seen is None and not _may_be(found, expected)):
            return found, False
        seen = found.seen
        if seen is None or (seen.reading is None and not (seen.problem or seen.fault)):
            seen = look_into(found.file, expected)
        return replace(found, seen=seen), self._is_one(seen, expected)

    def _is_one(self, seen: Seen, expected: Expected) -> bool:
        reading, asked = seen.reading, exercises_of(expected)
        if reading is None or seen.problem or reading.problem or reading.refused:
            return False
        if reading.filled_in & asked:
            return False
        there = {name for part in reading.parts for name in part.names}
        return asked <= there and all(
            (part.names and {*part.names} <= reading.stubs & asked)
            or part.digest in self._handed_out(expected)
            for part in reading.parts
        )

    def _handed_out(self, expected: Expected) -> frozenset[str]:
        if expected.slug not in self._parts:
            assert expected.handout is not None
            try:
                reading = read_module(expected.handout(), expected.asked)
            except (Unreadable, SandboxFailed, CourseInvalid):  # it is marked, which may tell more
                reading = Reading()
            self._parts[expected.slug] = frozenset(part.digest for part in reading.parts)
        return self._parts[expected.slug]


def _may_be(found: Found, expected: Expected) -> bool:
    """Whether it is worth while to parse it: a file in which anything is done gives up less."""
    if is_notebook(found.file.path[-1]):
        return True  # it is read as a whole in any case
    try:
        data = found.file.read(SOURCE_LIMIT)
    except Unreadable:
        return False
    return data.count(_GIVES_UP) >= max(1, len(exercises_of(expected)))
