"""What stands for a module that is not there."""

from __future__ import annotations

import contextlib
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
    "iter": lambda: iter(()),
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


def _used(give: Callable[[], Any] | None) -> Callable[..., Any]:
    def use(self: AbsentModule, *_: Any, **__: Any) -> Any:
        if not AbsentModule._forgiven:
            raise ImportError(f"{self.__name__} is not available here")
        return give() if give is not None else AbsentModule(self.__name__)

    return use


for _name in _GIVE_ANOTHER:
    setattr(AbsentModule, f"__{_name}__", _used(None))


for _name, _give in _GIVE.items():
    setattr(AbsentModule, f"__{_name}__", _used(_give))
