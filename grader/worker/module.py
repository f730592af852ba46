"""One submission loaded: its module, given code beside it, and the warnings it gave."""

from __future__ import annotations

import builtins
import linecache
import marshal
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from grader.worker.absent import AbsentModule
from grader.worker.forbidding import forbidding
from grader.worker.given import Given
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


def _forgiving_builtins(own: Mapping[str, types.ModuleType]) -> dict[str, Any]:
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
        self.given = Given([], self.module, _forgiving_builtins)
        self._exercises: Sequence[str] | None = None
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
        exercises: Sequence[str] | None = None,
        exercise: str = "",
        forbidden: Sequence[str] = (),
    ) -> None:
        """Run the module's top level; names in `replaced` then call back into the checker.

        `code` is what the source compiles to: compiling is most of what loading costs. Of the
        module only the `exercises` can be called, or everything if that is None. What is
        `forbidden` in the `exercise` raises when it calls it; exercises among these are not free
        to call it in its stead. Raises `GivenChanged`.
        """
        self.filename = filename
        self._exercises = exercises
        self.module = types.ModuleType(name)
        self.module.__file__ = filename
        self.given = Given(given, self.module, _forgiving_builtins)
        seen = {name: self.module, **self.given.seen}
        self.module.__dict__["__builtins__"] = _forgiving_builtins(seen)
        # A dataclass looks its module up; code that asks for its own source must not read files.
        sys.modules[name] = self.module
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        program = (
            marshal.loads(code)  # noqa: S302 (the checker made it)
            if code
            else compile(source, filename, "exec", dont_inherit=True)
        )
        free = [other for other in exercises or () if other not in (exercise, *forbidden)]
        with AbsentModule.forgiving(), forbidding(forbidden, self.module, exercise, free):
            exec(program, self.module.__dict__)  # noqa: S102
        self.given.verify()
        for function in replaced:
            setattr(self.module, function, self.objects.callback(function))

    def record_warning(self, message: Any, category: Any, where: Any, line: Any, *_: Any) -> None:
        """Keep a RuntimeWarning, with its line when it is the student's (for showwarning)."""
        if issubclass(category, RuntimeWarning) and len(self.warned) < MOST_WARNINGS:
            at = f" (line {line})" if where == self.filename else ""
            self.warned.append(f"{str(message)[:MOST_TEXT]}{at}")

    def find(self, name: str) -> Any:
        """The exercise of that name, or the grader's own given function; raises `Missing`.

        Whatever a submission calls like given code is its own business.
        """
        found = None
        if self._exercises is None or name not in self._exercises:
            found = self.given.function(name)
        if found is None and (self._exercises is None or name in self._exercises):
            found = self.module.__dict__.get(name)
        if not callable(found):
            raise Missing(name)
        return found
