"""Functions that an exercise may not use: in its worker they raise when it calls them.

Whatever way leads to them (another module that holds them, a computed name, a search), what is
found there is what raises. It runs beside student code, so it is a hedge and no wall: what reaches
for the interpreter's machinery is held for a person.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

_NUMPY = str(Path(np.__file__).parent)
# Where the same function may be held under another name.
_HOLDERS = frozenset(["cmath", "math", "numpy"])
MOST_WRAPPED = 20


class NotAllowed(RuntimeError):
    """An exercise calls what it may not use."""


@contextlib.contextmanager
def forbidding(
    names: Sequence[str], module: types.ModuleType, exercise: str, free: Sequence[str]
) -> Iterator[None]:
    """Put what raises in the place of functions by their full names, for good.

    Also while this lasts (the module is loaded): of a file what the exercise needs is run, and a
    table of the function's values would do its work. They work where one of the `free` among the
    module's functions calls them once it is loaded, which the `exercise` may use: as a function of
    what it is given, and not by a switch of its own.
    """
    gate = _Gate()
    for name in names:
        home, _, word = name.rpartition(".")
        if not home:
            continue  # an exercise, which is not free
        with contextlib.suppress(ImportError):
            place = importlib.import_module("numpy" + home[2:] if home[:2] == "np" else home)
            if hasattr(place, word):
                original = getattr(place, word)
                _replace(original, _stand_in(name, original, gate))
    yield
    space = module.__dict__
    gate.close(space.get(exercise), [space.get(other) for other in free])


class _Gate:
    """Who may still call what is forbidden."""

    def __init__(self) -> None:
        self._free: set[types.CodeType] = set()

    def close(self, exercise: Any, free: Sequence[Any]) -> None:
        """The module is loaded; the exercise may call only through functions that are free."""
        self._free = {one.__code__ for other in free for one in _within(other) if _is_plain(one)}
        # A decorator's function is that of all that it decorates, and may be the exercise's too.
        self._free -= {one.__code__ for one in _within(exercise)}

    def lets_in(self, frame: types.FrameType | None, *, inner: bool) -> bool:
        """Whether a call from here is none of the exercise's; NumPy's own Python is `inner`."""
        if inner and frame and frame.f_code.co_filename.startswith(_NUMPY):
            return True
        while frame is not None:
            if frame.f_code in self._free:
                return True
            frame = frame.f_back
        return False


def _within(function: Any) -> list[types.FunctionType]:
    """A function, and what it says that it wraps."""
    found: list[types.FunctionType] = []
    for _ in range(MOST_WRAPPED):
        if type(function) is types.FunctionType:  # isinstance would ask the object itself
            found.append(function)
        if not hasattr(function, "__wrapped__"):
            break
        function = function.__wrapped__
    return found


def _is_plain(function: types.FunctionType) -> bool:
    """Whether all that a function is given, it must be given: relu(z, True) does other things."""
    code = function.__code__
    more = code.co_flags & (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS) or code.co_kwonlyargcount
    return not (more or function.__defaults__)


def _stand_in(name: str, original: Any, gate: _Gate) -> Callable[..., Any]:
    # Functions written in Python are used by NumPy's own; of the others it has no need.
    inner = not isinstance(original, np.ufunc)

    def forbidden(*args: Any, **kwargs: Any) -> Any:
        if not gate.lets_in(sys._getframe(1), inner=inner):
            raise NotAllowed(f"{name} is not allowed here")
        return original(*args, **kwargs)

    forbidden.__name__ = forbidden.__qualname__ = name.rpartition(".")[2]
    return forbidden


def _replace(original: Any, by: Any) -> None:
    """Put `by` wherever NumPy's modules, or what lies in them, hold the original."""
    for name, module in [*sys.modules.items()]:
        if name.partition(".")[0] not in _HOLDERS or not isinstance(module, types.ModuleType):
            continue
        space = module.__dict__
        for word, value in [*space.items()]:
            if value is original:
                space[word] = by
            elif isinstance(value, dict) and value is not space:
                _replace_in_dict(value, original, by)
            elif isinstance(value, set) and original in value:
                value.remove(original)
            # Functions for masked arrays hold the one that they are made of.
            elif type(value).__module__ == "numpy.ma.core" and _made_of(value) is original:
                value.f = by


def _replace_in_dict(held: dict[Any, Any], original: Any, by: Any) -> None:
    for key, value in [*held.items()]:
        if value is original:
            held[key] = by
        if key is original:
            held[by] = held.pop(key)


def _made_of(masked: Any) -> Any:
    return getattr(masked, "f", None)
