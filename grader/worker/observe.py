"""What a worker tells of a call besides its value: steps, shared memory, changed arguments.

It runs beside student code, so it is the worker's word: the checker uses it for checks of
vectorisation and purity only. It imports the wire and NumPy, and knows no check.
"""

from __future__ import annotations

import gc
import inspect
import sys
import types
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any, Final

import numpy as np

from grader.worker import frames, objects, wire
from grader.worker.frames import WireError, payload
from grader.worker.objects import class_name
from grader.worker.wire import Encoder, Tag, Unsendable

MOST_STEPS = 50_000_000


def _codes(module: types.ModuleType) -> Iterator[types.CodeType]:
    """The code of a module's functions and methods, and of what is defined within them."""
    for value in vars(module).values():
        for one in [value, *(vars(value).values() if isinstance(value, type) else ())]:
            function = inspect.unwrap(one) if callable(one) else one
            waiting = [f.__code__ for f in (one, function) if isinstance(f, types.FunctionType)]
            while waiting:
                code = waiting.pop()
                if code.co_filename == module.__file__:  # and not of what it imports
                    yield code
                waiting += [part for part in code.co_consts if isinstance(part, types.CodeType)]


# NumPy writes arrays out, and plans an einsum, in Python: that is no loop of the student's. Nor
# is our own packing of what came back. Known by the very code, and kept alive: a name of a file
# can be borrowed, and so can a freed number.
_NOT_THEIRS = (
    *(
        sys.modules.get(f"numpy.{core}.{name}", types)
        for name in ("arrayprint", "einsumfunc")
        for core in ("_core", "core")
    ),
    frames,
    objects,
    wire,
)
UNCOUNTED: Final = {id(code): code for module in _NOT_THEIRS for code in _codes(module)}


def prints(args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, bytes]:
    """Each argument's bytes, by position or name: what a call must not change."""
    named = {str(i): value for i, value in enumerate(args)} | kwargs
    prints = {}
    for name, value in named.items():
        try:
            prints[name] = _print(value)
        except Unsendable:  # it stands in itself, say, and was handed back as it is
            prints[name] = b"".join(_prints_of_parts(value))
    return prints


def _print(value: Any) -> bytes:
    encoder = Encoder(_Unhandled())
    return payload([encoder.pack(value)], encoder.blobs)[2]


def _prints_of_parts(value: Any) -> Iterator[bytes]:
    """The parts of a value, in whatever way they are nested: each once, then by its number."""
    numbers: dict[int, int] = {}
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if id(part) in numbers:
            yield b"%d;" % numbers[id(part)]
            continue
        entries = _entries(part)
        if entries is not None:
            numbers[id(part)] = len(numbers)
            waiting += entries
            yield b"%s of %d;" % (class_name(type(part)).encode(), len(entries))
        else:
            yield _print(part)


def _entries(value: Any) -> list[Any] | None:
    """What a container holds, or None. Nothing of the student's is asked, as isinstance would."""
    kind = type(value)
    if issubclass(kind, dict):
        return [*dict.keys(value), *dict.values(value)]
    if issubclass(kind, list):
        return [*list.__iter__(value)]
    return [*tuple.__iter__(value)] if issubclass(kind, tuple) else None


class _Unhandled:
    """For fingerprints: an object that does not cross is known by its identity."""

    def pack(self, value: Any) -> list[Any]:
        return [Tag.HANDLE.value, id(value), ""]

    def keep(self, _: Any) -> None:
        return None

    def unpack(self, tagged: list[Any]) -> Any:
        raise WireError(f"a fingerprint is not read: {tagged[0]}")


def counted(
    function: Any, args: Any, kwargs: Any, pack: Callable[[Any], Any]
) -> tuple[Any, Any, int]:
    """The value of a call, what `pack` makes of it, and how many Python instructions ran.

    Those of the student's that run while it is packed are counted too, so that no work can wait
    until then. The code in `UNCOUNTED` is left out.
    """
    watched = _monitored if MONITORING else _traced
    # Whoever else in this process wants to hear of collections is no part of the call.
    callbacks, collects = gc.callbacks[:], gc.isenabled()
    gc.callbacks.clear()
    # One that begins while a step is counted would not be: it waits for the one that ends a call.
    gc.disable()
    # The collection that ends the call looks through what the call made, and not through all else
    # in the process, which takes a hundred times as long.
    frozen = gc.get_freeze_count()
    gc.freeze()
    try:
        return watched(function, args, kwargs, pack)
    finally:
        if not frozen:
            gc.unfreeze()
        gc.callbacks[:] = callbacks
        if collects:
            gc.enable()


# From Python 3.12 on, tracing sees the instructions of a function that is running already,
# and not of one that is called; monitoring sees both.
MONITORING = sys.version_info >= (3, 12)


def _monitored(
    function: Any, args: Any, kwargs: Any, pack: Callable[[Any], Any]
) -> tuple[Any, Any, int]:
    monitoring = sys.monitoring  # type: ignore[attr-defined,unused-ignore]
    tool, event = monitoring.PROFILER_ID, monitoring.events.INSTRUCTION
    steps = 0

    def count(code: types.CodeType, _: int) -> Any:
        nonlocal steps
        if id(code) in UNCOUNTED:
            return monitoring.DISABLE
        if steps < MOST_STEPS:
            steps += 1
        return None

    monitoring.use_tool_id(tool, "steps")
    try:
        monitoring.register_callback(tool, event, count)
        monitoring.set_events(tool, event)
        value = function(*args, **kwargs)
        packed = pack(value)
        gc.collect()
        kept = monitoring.get_events(tool) == event and not gc.isenabled()
        kept = kept and monitoring.register_callback(tool, event, None) is count
    finally:
        monitoring.set_events(tool, 0)
        monitoring.free_tool_id(tool)
    return value, packed, steps if kept else MOST_STEPS


def _traced(
    function: Any, args: Any, kwargs: Any, pack: Callable[[Any], Any]
) -> tuple[Any, Any, int]:
    steps = 0

    def trace(where: types.FrameType, event: str, _: Any) -> Any:
        nonlocal steps
        if id(where.f_code) in UNCOUNTED:
            return None
        where.f_trace_opcodes = True
        where.f_trace_lines = False
        if event == "opcode" and steps < MOST_STEPS:
            steps += 1
        return trace

    sys.settrace(trace)
    try:
        value = function(*args, **kwargs)
        packed = pack(value)
        gc.collect()
        kept = sys.gettrace() is trace and not gc.isenabled()
    finally:
        sys.settrace(None)
    # Whoever switches the counting off has something to hide.
    return value, packed, steps if kept else MOST_STEPS


def _parts(value: Any, found: list[Any], depth: int = 0) -> list[Any]:
    """The arrays and the mutable containers in a value, itself included."""
    if issubclass(type(value), np.ndarray):
        found.append(value)
    elif depth < 8 and (entries := _entries(value)) is not None:
        if not issubclass(type(value), tuple):
            found.append(value)
        for item in entries:
            _parts(item, found, depth + 1)
    return found


def overlaps_itself(value: Any) -> bool:
    """Whether two arrays in one value are the same one, or overlap."""
    arrays = [array for part in _parts(value, []) if (array := _plain(part)) is not None]
    return any(a is b or np.shares_memory(a, b) for a, b in combinations(arrays, 2))


def share_memory(one: Any, other: Any) -> bool:
    """Whether an array or container in one value is, or overlaps, one in the other."""
    theirs = [(b, _plain(b)) for b in _parts(other, [])]
    for a in _parts(one, []):
        mine = _plain(a)
        for b, array in theirs:
            if a is b:
                return True
            if mine is not None and array is not None and np.shares_memory(mine, array):
                return True
    return False


def _plain(value: Any) -> Any:
    """An array as one of NumPy's own class, which answers for itself; None for what is none."""
    return np.asarray(value) if issubclass(type(value), np.ndarray) else None
