"""A student's own check: public checks on a terminal, at each save, in a notebook, under pytest.

It must never hold a hidden check or a reference. Names are loaded when they are used: pytest
loads a plugin of this room in every project of an environment.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from grader.selfcheck.notebook import check
    from grader.selfcheck.public_checks import (
        check_source,
        handouts,
        of_exercises,
        points_of,
        read_work,
        to_mend_first,
    )
    from grader.selfcheck.running import Running
    from grader.selfcheck.screen import print_check
    from grader.selfcheck.watch import Position, Watch
    from grader.selfcheck.watch_screen import print_watch

__all__ = [
    "Position",
    "Running",
    "Watch",
    "check",
    "check_source",
    "handouts",
    "of_exercises",
    "points_of",
    "print_check",
    "print_watch",
    "read_work",
    "to_mend_first",
]

_HOMES: Final = {
    "Position": "watch",
    "Running": "running",
    "Watch": "watch",
    "check": "notebook",
    "check_source": "public_checks",
    "handouts": "public_checks",
    "of_exercises": "public_checks",
    "points_of": "public_checks",
    "print_check": "screen",
    "print_watch": "watch_screen",
    "read_work": "public_checks",
    "to_mend_first": "public_checks",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
