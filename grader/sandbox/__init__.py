"""Isolation of student code: a `Sandbox` gives out `Worker`s, each a process of its own.

What a rung promises is in `inside.layers`; `probe` finds the best one that works on a machine. It
must never know what it runs. Names are loaded when they are used: the processes that student code
runs in import this package too and must not hold the checker's side of it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from grader.sandbox.answering import answer_each
    from grader.sandbox.disposable import Disposable, Spent
    from grader.sandbox.handle import Worker
    from grader.sandbox.launch import Sandbox
    from grader.sandbox.probing import best_rung, best_sandbox, probe
    from grader.sandbox.process import current_core, end_with
    from grader.sandbox.types import Exit, Layer, Limits, Probe

__all__ = [
    "Disposable",
    "Exit",
    "Layer",
    "Limits",
    "Probe",
    "Sandbox",
    "Spent",
    "Worker",
    "answer_each",
    "best_rung",
    "best_sandbox",
    "current_core",
    "end_with",
    "probe",
]

_HOMES: Final = {
    "Disposable": "disposable",
    "Exit": "types",
    "Layer": "types",
    "Limits": "types",
    "Probe": "types",
    "Sandbox": "launch",
    "Spent": "disposable",
    "Worker": "handle",
    "answer_each": "answering",
    "best_rung": "probing",
    "best_sandbox": "probing",
    "current_core": "process",
    "end_with": "process",
    "probe": "probing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
