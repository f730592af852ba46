"""One name for two: how hand-ins are told apart whose students a folder's name can't tell apart.

`ada` and `Ada` may be two people. Their reports need folders that differ where a file system folds
case, and their rows must keep the names that an instructor's import knows: so what keeps them apart
stands behind signs that no safe name has in it, and is left out wherever a name is shown.
"""

from __future__ import annotations

import re

_APART = re.compile(r"(.+)==[0-9]+", re.DOTALL)


def apart(name: str, number: int) -> str:
    """The name as reports are kept under it: unlike every name and every other number's."""
    return f"{name}=={number}"


def called(student: str) -> str:
    """The student's name as it is shown, and as it stands in the grades."""
    found = _APART.fullmatch(student)
    return found[1] if found else student
