"""One submission loaded: its module, given code beside it, and the warnings it gave."""

from __future__ import annotations

import builtins
import linecache
import marshal
import sys
import time
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.worker.absent import AbsentModule, Lacking
from grader.worker.forbidding import forbidding
from grader.worker.given import Given, GivenChanged
from grader.worker.objects import MOST_NAME, MOST_TEXT, Objects, class_name, error_text
from grader.worker.share import TookTooLong, share

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
# Why a statement was left out, where that is not the name of what it raised.
TIME, MEMORY, EXIT, INPUT = "time", "memory", "exit", "input"
MOST_LEFT_OUT = 40
# Seconds of a processor for one statement: what makes a value that functions need is done at once.
LEAST_SECONDS, MOST_SECONDS = 0.02, 2.0


def _builtins_of_given(own: Mapping[str, types.ModuleType]) -> dict[str, Any]:
    """Builtins for given code, which may import what is installed."""
    return _forgiving_builtins(own, Imports())


def _forgiving_builtins(own: Mapping[str, types.ModuleType], imports: Imports) -> dict[str, Any]:
    """Builtins whose import finds the submission's own modules, and never fails by itself.

    Given code and submission import each other by name; in the checker several variants of
    one submission live side by side, so they are not looked up among Python's modules. A module
    that is not there, or may not be, becomes a placeholder: but where an import waits for an
    `ImportError`, it gets one.
    """
    real = builtins.__import__

    def forgiving(
        name: str,
        globals: Any = None,  # noqa: A002 (the protocol of __import__)
        locals: Any = None,  # noqa: A002
        fromlist: Any = (),
        level: int = 0,
    ) -> Any:
        # A submission has no package: what it imports from beside itself is its own.
        if name in own:
            return own[name]
        guarded = imports.is_guarded(sys._getframe(1))
        try:
            if not imports.allows(name):
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
            found = real(name, globals, locals, fromlist, level)
        # A sandbox that denies opening files makes a late import an OSError.
        except (ImportError, OSError) as fault:
            if guarded:
                raise ModuleNotFoundError(f"No module named {name!r}", name=name) from fault
            return AbsentModule(name if fromlist else name.partition(".")[0])
        if guarded or all(one == "*" or hasattr(found, one) for one in fromlist or ()):
            return found
        return Lacking(found)

    return {**builtins.__dict__, "__import__": forgiving}


@dataclass(frozen=True)
class Imports:
    """Which modules a file may import, and in which of its lines it waits for what is missing.

    Python's own are there for everybody; with `allowed` None, so is all that is installed.
    """

    filename: str = ""
    allowed: frozenset[str] | None = None
    guarded: frozenset[int] = frozenset()

    def allows(self, name: str) -> bool:
        """Whether it may be looked for at all."""
        top = name.partition(".")[0]
        return self.allowed is None or top in self.allowed or top in sys.stdlib_module_names

    def is_guarded(self, frame: types.FrameType) -> bool:
        """Whether what runs there waits for an `ImportError`."""
        return frame.f_lineno in self.guarded and frame.f_code.co_filename == self.filename


class Beside(dict[str, types.ModuleType]):
    """The modules that a submission finds by name: those that are `known`, and its own others.

    Of these the statements in `codes` are run when one is first asked for.
    """

    def __init__(
        self,
        known: Mapping[str, types.ModuleType],
        codes: Mapping[str, Sequence[bytes]],
        imports: Imports,
        until: float,
    ) -> None:
        super().__init__(known)
        self._waiting = dict(codes)
        self._imports = imports
        self._until = until

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in self._waiting

    def __missing__(self, name: str) -> types.ModuleType:
        codes = self._waiting.pop(name)
        made = self[name] = sys.modules[name] = types.ModuleType(name)
        made.__file__ = f"{name}.py"
        made.__dict__["__builtins__"] = _forgiving_builtins(self, self._imports)
        _run(codes, made.__dict__, self._until)
        return made


class Missing(LookupError):
    """The module has no function of that name."""


class StudentModule:
    """One loaded module, the objects it has handed out and the warnings it gave."""

    def __init__(self, ask: Callable[[Any, Any, Any], Any]) -> None:
        self.objects = Objects(ask)
        self.module = types.ModuleType("submission")
        self.given = Given([], self.module, _builtins_of_given)
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
        codes: Sequence[bytes] | None = None,
        exercises: Sequence[str] | None = None,
        exercise: str = "",
        forbidden: Sequence[str] = (),
        imports: Sequence[str] | None = None,
        guarded: Sequence[int] = (),
        seconds: float = 0.0,
        modules: Sequence[tuple[str, Sequence[bytes]]] = (),
    ) -> list[tuple[int, str, str]]:
        """Run the module's statements; names in `replaced` then call back into the checker.

        `codes` is what they compile to: compiling is most of what loading costs. One that fails is
        left out: its number, `TIME`, `MEMORY`, `EXIT`, `INPUT` or the name of what it raised, and
        the text of that. One without code has taken too long before. All of them may take `seconds`
        together. With codes None the source is run as a whole, and has to succeed.

        Of the module only the `exercises` can be called, or everything if that is None. What is
        `forbidden` in the `exercise` raises when it calls it; exercises among these are not free
        to call it in its stead. It finds the `imports` and Python's own modules, or all if that is
        None; in the lines `guarded` it waits for one that is missing. Of the student's own
        `modules` it finds what their statements make. Raises `GivenChanged`.
        """
        self.filename = filename
        self._exercises = exercises
        self.module = types.ModuleType(name)
        self.module.__file__ = filename
        self.given = Given(given, self.module, _builtins_of_given)
        until = time.process_time() + seconds
        allowed = None if imports is None else frozenset(imports)
        found = Imports(filename, allowed, frozenset(guarded))
        known = {name: self.module, **self.given.seen}
        seen = Beside(
            known, {word: one for word, one in modules if word not in known}, found, until
        )
        self.module.__dict__["__builtins__"] = _forgiving_builtins(seen, found)
        # A dataclass looks its module up; code that asks for its own source must not read files.
        sys.modules[name] = self.module
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        free = [other for other in exercises or () if other not in (exercise, *forbidden)]
        with AbsentModule.forgiving(), forbidding(forbidden, self.module, exercise, free):
            if codes is not None:
                left_out = _run(codes, self.module.__dict__, until)
            else:
                left_out = []
                program = compile(source, filename, "exec", dont_inherit=True)
                exec(program, self.module.__dict__)  # noqa: S102
        self.given.verify()
        for function in replaced:
            setattr(self.module, function, self.objects.callback(function))
        return left_out

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


def _run(codes: Sequence[bytes], space: dict[str, Any], until: float) -> list[tuple[int, str, str]]:
    """Run statements in a namespace, until so much processor time of this process is used up.

    What was left out: see `StudentModule.load`.
    """
    left_out: list[tuple[int, str, str]] = []
    for number, code in enumerate(codes):
        if not code:  # it took too long in another worker
            left_out.append((number, TIME, ""))
            continue
        program = marshal.loads(code)  # noqa: S302 (the checker made it)
        try:
            with share(max(LEAST_SECONDS, min(MOST_SECONDS, until - time.process_time()))):
                exec(program, space)  # noqa: S102
        except GivenChanged:
            raise
        except TookTooLong:
            left_out.append((number, TIME, ""))
        except MemoryError:
            left_out.append((number, MEMORY, ""))
        except SystemExit:
            left_out.append((number, EXIT, ""))
        except BaseException as fault:  # noqa: BLE001 (student code may raise anything)
            kind = INPUT if isinstance(fault, EOFError) else class_name(type(fault))[:MOST_NAME]
            left_out.append((number, kind, error_text(fault)))
    return left_out[:MOST_LEFT_OUT]
