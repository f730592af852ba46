"""One submission loaded: its module, given code beside it, and the warnings it gave."""

from __future__ import annotations

import builtins
import linecache
import marshal
import sys
import types
from collections.abc import Callable, Sequence
from typing import Any

from grader.worker.absent import AbsentModule
from grader.worker.objects import MOST_TEXT, Objects

# Imported before workers are forked: inside, files may be out of reach.
PRELOAD: tuple[str, ...] = (
    "abc",
    "bisect",
    "collections.abc",
    "contextlib",
    "copy",
    "dataclasses",
    "enum",
    "functools",
    "heapq",
    "inspect",
    "itertools",
    "linecache",
    "math",
    "numbers",
    "numpy.lib.stride_tricks",
    "numpy.linalg",
    "numpy.ma",
    "numpy.polynomial",
    "numpy.random",
    "numpy.typing",
    "operator",
    "random",
    "statistics",
    "string",
    "textwrap",
    "typing",
    "warnings",
)
MOST_WARNINGS = 20


def _forgiving_builtins(own: dict[str, types.ModuleType]) -> dict[str, Any]:
    """Builtins whose import finds the submission's own modules, and never fails.

    Given code and submission import each other by name; in the checker several variants of
    one submission live side by side, so they are not looked up among Python's modules. A
    module that cannot be imported becomes a placeholder.
    """
    real = builtins.__import__

    def forgiving(
        name: str,
        globals: Any = None,  # noqa: A002 (the protocol of __import__)
        locals: Any = None,  # noqa: A002
        fromlist: Any = (),
        level: int = 0,
    ) -> Any:
        if name in own and not level:
            return own[name]
        try:
            return real(name, globals, locals, fromlist, level)
        # A sandbox that denies opening files makes a late import an OSError.
        except (ImportError, OSError):
            return AbsentModule(name if fromlist else name.partition(".")[0])

    return {**builtins.__dict__, "__import__": forgiving}


class Missing(LookupError):
    """The module has no function of that name."""


class StudentModule:
    """One loaded module, the objects it has handed out and the warnings it gave."""

    def __init__(self, ask: Callable[[Any, Any, Any], Any]) -> None:
        self.objects = Objects(ask)
        self.module = types.ModuleType("submission")
        self.given: dict[str, types.ModuleType] = {}
        self.filename = ""
        self.warned: list[str] = []

    def load(
        self,
        source: str,
        filename: str,
        name: str,
        given: Sequence[tuple[str, str]],
        replaced: Sequence[str],
        code: bytes = b"",
    ) -> None:
        """Run the module's top level; names in `replaced` then call back into the checker.

        `code` is what the source compiles to: compiling is most of what loading costs.
        """
        self.filename = filename
        self.module = types.ModuleType(name)
        self.module.__file__ = filename
        self.given = {given_name: types.ModuleType(given_name) for given_name, _ in given}
        inside = _forgiving_builtins({name: self.module, **self.given})
        for given_name, text in given:
            module = self.given[given_name]
            module.__dict__["__builtins__"] = inside
            exec(compile(text, f"{given_name}.py", "exec"), module.__dict__)  # noqa: S102
        self.module.__dict__["__builtins__"] = inside
        # A dataclass looks its module up; code that asks for its own source must not read files.
        sys.modules[name] = self.module
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        program = (
            marshal.loads(code)  # noqa: S302 (the checker made it)
            if code
            else compile(source, filename, "exec", dont_inherit=True)
        )
        with AbsentModule.forgiving():
            exec(program, self.module.__dict__)  # noqa: S102
        for function in replaced:
            setattr(self.module, function, self.objects.callback(function))

    def record_warning(self, message: Any, category: Any, where: Any, line: Any, *_: Any) -> None:
        """Keep a RuntimeWarning, with its line when it is the student's (for showwarning)."""
        if issubclass(category, RuntimeWarning) and len(self.warned) < MOST_WARNINGS:
            at = f" (line {line})" if where == self.filename else ""
            self.warned.append(f"{str(message)[:MOST_TEXT]}{at}")

    def find(self, name: str) -> Any:
        """The module's function of that name, or a given one; raises `Missing` without any."""
        for module in (self.module, *self.given.values()):
            found = module.__dict__.get(name)
            if callable(found):
                return found
        raise Missing(name)
