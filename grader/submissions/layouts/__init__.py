"""How other systems lay out what they export: a small module each, which knows names only.

None of them may read a file. A layout is recognised for a whole download by what most of its names
look like: every name that a system wrote is of its layout, whatever students call their files, so
that no student's file makes it another.
"""

from __future__ import annotations

from collections.abc import Collection

from grader.submissions.layouts.blackboard import BLACKBOARD
from grader.submissions.layouts.brightspace import BRIGHTSPACE
from grader.submissions.layouts.canvas import CANVAS
from grader.submissions.layouts.clones import clones
from grader.submissions.layouts.entry import Entry, Layout
from grader.submissions.layouts.gradescope import GRADESCOPE
from grader.submissions.layouts.moodle import MOODLE
from grader.submissions.layouts.sakai import SAKAI

__all__ = ["Entry", "Layout", "clones", "recognised"]

LAYOUTS = (MOODLE, BLACKBOARD, BRIGHTSPACE, SAKAI, GRADESCOPE, CANVAS)


def recognised(folders: Collection[str], files: Collection[str]) -> Layout | None:
    """The layout that most of these names have, if more than half have it."""
    best, most = None, 0
    for layout in LAYOUTS:
        theirs = [name for name in files if name not in layout.own]
        count = sum(layout.entry(name, True) is not None for name in folders)
        count += sum(layout.entry(name, False) is not None for name in theirs)
        if 2 * count > len(folders) + len(theirs) and count > most:
            best, most = layout, count
    return best
