"""Isolation of student code: a `Sandbox` gives out `Worker`s, each a process of its own.

What a rung promises is in `layers`; `probe` finds the best one that works on a machine. Names
are loaded when they are used: the processes that student code runs in import this package too
and must not hold the checker's side of it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from grader.sandbox.handle import Worker
    from grader.sandbox.launch import Sandbox
    from grader.sandbox.probing import probe
    from grader.sandbox.types import Exit, Layer, Limits, Probe

__all__ = ["Exit", "Layer", "Limits", "Probe", "Sandbox", "Worker", "probe"]

_HOMES: Final = {
    "Exit": "types",
    "Layer": "types",
    "Limits": "types",
    "Probe": "types",
    "Sandbox": "launch",
    "Worker": "handle",
    # Not named like its module: importing that would put the module in the function's place.
    "probe": "probing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
