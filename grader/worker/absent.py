"""What stands for a module that is not there."""

from __future__ import annotations

import contextlib
import opcode
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

_BINARY = "add sub mul matmul truediv floordiv mod pow and or xor lshift rshift"
# What Python does with a thing while a file is loaded, beside asking for its attributes.
_GIVE_ANOTHER = [
    *("call", "getitem", "enter", "neg", "pos", "abs", "invert", "lt", "le", "gt", "ge"),
    *_BINARY.split(),
    *(f"r{name}" for name in _BINARY.split()),
]
_GIVE: dict[str, Callable[[], Any]] = {
    "setitem": lambda: None,
    "delitem": lambda: None,
    "exit": lambda: None,
    "len": int,
    "index": int,
    "float": float,
}


class AbsentModule:
    """A module that is not there, or a thing of it, until somebody uses it.

    What a file does with one while it is loaded (a plotting library's settings, a last line
    that draws) does nothing; a function that needs one raises when it gets there.
    """

    _forgiven = False

    def __init__(self, name: str) -> None:
        self.__name__ = name
        self.__path__: list[str] = []

    @classmethod
    @contextlib.contextmanager
    def forgiving(cls) -> Iterator[None]:
        """While this lasts, a use raises nothing and gives another one."""
        cls._forgiven = True
        try:
            yield
        finally:
            cls._forgiven = False

    def __getattr__(self, attribute: str) -> AbsentModule:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        return AbsentModule(f"{self.__name__}.{attribute}")

    def __mro_entries__(self, _: Any) -> tuple[type, ...]:
        return ()  # a class that is derived from it is one of the submission's own

    def __instancecheck__(self, _: Any) -> bool:
        return False

    def __bool__(self) -> bool:
        return True

    def __format__(self, _: str) -> str:
        return self.__name__


class Lacking:
    """A module without some of what a file wants of it: that is absent, the rest is there."""

    def __init__(self, module: types.ModuleType) -> None:
        self.__dict__["__module"] = module
        self.__dict__["__path__"] = getattr(module, "__path__", [])

    def __getattr__(self, attribute: str) -> Any:
        module = self.__dict__["__module"]
        try:
            return getattr(module, attribute)
        except AttributeError:
            if attribute.startswith("__"):
                raise
            return AbsentModule(f"{module.__name__}.{attribute}")


def _used(give: Callable[[], Any] | None) -> Callable[..., Any]:
    def use(self: AbsentModule, *given: Any, **named: Any) -> Any:
        if not AbsentModule._forgiven:
            raise ImportError(f"{self.__name__} is not available here")
        # As a decorator it leaves what it decorates as it is.
        if given and not named and isinstance(given[0], types.FunctionType | type):
            return given[0]
        return give() if give is not None else AbsentModule(self.__name__)

    return use


def _iter(self: AbsentModule) -> Iterator[AbsentModule]:
    """Nothing, or as many as are unpacked: `figure, axes = plt.subplots()`."""
    _USE(self)
    frame = sys._getframe(1)
    code, at = frame.f_code.co_code, frame.f_lasti
    # What follows an extended argument has more than 255 of them, and is no work of a student's.
    count = code[at + 1] if code[at] == opcode.opmap["UNPACK_SEQUENCE"] else 0
    if code[at] == opcode.opmap["UNPACK_EX"]:
        count = code[at + 1]
    return iter([AbsentModule(self.__name__) for _ in range(count)])


_USE = _used(None)
AbsentModule.__iter__ = _iter  # type: ignore[attr-defined]

for _name in _GIVE_ANOTHER:
    setattr(AbsentModule, f"__{_name}__", _used(None))


for _name, _give in _GIVE.items():
    setattr(AbsentModule, f"__{_name}__", _used(_give))
