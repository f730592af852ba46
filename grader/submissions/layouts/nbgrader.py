"""An nbgrader course: which of its folders holds the students."""

from __future__ import annotations

from collections.abc import Collection, Sequence

SUBMITTED = "submitted"
_BESIDE = frozenset(
    {"autograded", "feedback", "gradebook.db", "nbgrader_config.py", "release", "source"}
)


def holds_submitted(folders: Sequence[str], names: Collection[str]) -> bool:
    """Whether these folders, among all these names, are those of a course with submissions."""
    return SUBMITTED in folders and (list(folders) == [SUBMITTED] or bool(_BESIDE & {*names}))


def is_of_a_course(name: str) -> bool:
    """Whether nbgrader makes a folder or file of this name."""
    return name == SUBMITTED or name in _BESIDE
