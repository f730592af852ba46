"""Given code in a worker: a copy that the submission sees, and one of the grader's own.

Checks ask the second. The submission imports the first, and never gets hold of a module or a
function of the second. Classes are the same in both, so that an object made by one is known to
the other; what holds them together is that neither copy changes (`Seal`).
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Builtins = Callable[[Mapping[str, types.ModuleType]], dict[str, Any]]
# What Python itself adds to a namespace while its code runs.
_ADDED = frozenset(["__annotations__", "__annotations_cache__", "__warningregistry__"])


class GivenChanged(Exception):
    """The submission has changed given code, or the worker's own."""


class Given:
    """An assignment's given modules: `seen` by the submission, and `own` for checks."""

    def __init__(
        self, sources: Sequence[tuple[str, str]], module: types.ModuleType, builtins: Builtins
    ) -> None:
        """Run given code, which may import the submission's `module`, as yet empty.

        `builtins` makes those of a module that can import these modules by name. Each copy has
        its own: a namespace of builtins that the submission holds is one that it may change.
        """
        programs = [
            (name, compile(text, f"{name}.py", "exec", dont_inherit=True)) for name, text in sources
        ]
        self.seen = _run(programs, module, builtins, {})
        self.own = _run(programs, module, builtins, self.seen)
        self._seal = Seal([*self.seen.values(), *self.own.values()])

    def function(self, name: str) -> Any:
        """The grader's own function of that name, or None; what is imported there is not meant."""
        for home, module in self.own.items():
            found = module.__dict__.get(name)
            if callable(found) and getattr(found, "__module__", None) == home:
                return found
        return None

    def verify(self) -> None:
        """Raise `GivenChanged` if anything of either copy was changed since it was loaded."""
        self._seal.verify()


def _run(
    programs: Sequence[tuple[str, types.CodeType]],
    module: types.ModuleType,
    builtins: Builtins,
    seen: Mapping[str, types.ModuleType],
) -> dict[str, types.ModuleType]:
    """One copy of the modules. Classes are those of the copy that was `seen`, if there is one."""
    made = {name: types.ModuleType(name) for name, _ in programs}
    importable = {module.__name__: module, **made}
    for name, program in programs:
        space = made[name].__dict__
        space["__builtins__"] = builtins(importable)
        exec(program, space)  # noqa: S102
        for word, value in [*space.items()] if name in seen else []:
            if isinstance(value, type) and value.__module__ == name:
                space[word] = seen[name].__dict__[word]
    return made


class Seal:
    """What modules held at one time: names, the code of functions, what classes hold.

    Of the modules that they import, or of those that are `used`, it is what their code names:
    `np.sqrt`, say. What a list or
    a dict of theirs holds is not looked at: given code may keep something itself, and the
    submission cannot reach the lists of the copy that checks ask.
    """

    def __init__(
        self,
        modules: Sequence[types.ModuleType],
        used: Sequence[types.ModuleType] | None = None,
    ) -> None:
        self._whole: list[tuple[Mapping[str, Any], dict[str, Any]]] = []
        self._named: list[tuple[Mapping[str, Any], dict[str, Any]]] = []
        self._functions: list[tuple[types.FunctionType, Any, Any, Any]] = []
        self._classes: list[tuple[type, tuple[type, ...]]] = []
        self._broken = False
        for module in modules:
            self._take(module, used)

    def _take(self, module: types.ModuleType, used: Sequence[types.ModuleType] | None) -> None:
        space = module.__dict__
        self._whole.append((space, dict(space)))
        words: set[str] = set()
        for value in list(space.values()):
            if isinstance(value, type) and value.__module__ == module.__name__:
                inner = type.__dict__["__dict__"].__get__(value)
                self._whole.append((inner, dict(inner)))
                self._classes.append((value, value.__bases__))
                found = [one for part in inner.values() for one in _functions_in(part)]
            else:
                found = [one for one in _functions_in(value) if one.__module__ == module.__name__]
            self._functions += [
                (one, one.__code__, one.__defaults__, one.__kwdefaults__) for one in found
            ]
            for one in found:
                words.update(_words(one.__code__))
        for value in space.values() if used is None else used:
            if isinstance(value, types.ModuleType):
                named = {word: value.__dict__[word] for word in words if word in value.__dict__}
                self._named.append((value.__dict__, named))

    def verify(self) -> None:
        """Raise `GivenChanged` unless all is as it was, now and whenever it was asked before."""
        self._broken = self._broken or not self._holds()
        if self._broken:
            raise GivenChanged

    def _holds(self) -> bool:
        for space, kept in self._whole:
            for word, value in kept.items():
                if space.get(word, kept) is not value:
                    return False
            if len(space) != len(kept) and not _ADDED.issuperset(space.keys() - kept.keys()):
                return False
        for space, kept in self._named:
            for word, value in kept.items():
                if space.get(word, kept) is not value:
                    return False
        for one, code, defaults, named in self._functions:
            if one.__code__ is not code or one.__defaults__ is not defaults:
                return False
            if one.__kwdefaults__ is not named:
                return False
        return all(one.__bases__ == bases for one, bases in self._classes)


def _functions_in(value: Any) -> Iterator[types.FunctionType]:
    """The Python functions that a value of a namespace runs when it is called or asked."""
    while True:
        if isinstance(value, types.FunctionType):
            yield value
        if isinstance(value, property):
            for part in (value.fget, value.fset, value.fdel):
                yield from _functions_in(part)
            return
        inner = getattr(value, "__func__", None) or getattr(value, "__wrapped__", None)
        if inner is None or inner is value:
            return
        value = inner


def _words(code: types.CodeType) -> Iterator[str]:
    """The names that code uses, in the functions within it too."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _words(constant)
