"""The wire between checker and worker: values as trees that a frame carries, and back.

Both ends use this module; the checker trusts nothing it decodes. Only plain Python and
NumPy types cross by value; anything else crosses as an opaque handle. Nothing here
unpickles, imports or calls what it decodes.

A value's tree: None, bool, 64-bit int, float, str and bytes stand for themselves; arrays
are Ext; every other thing is a list whose first entry is a `Tag`.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Protocol

import msgspec
import numpy as np

from grader.worker.frames import (
    DTYPES,
    INLINE,
    MAX_BLOB,
    MAX_DIMS,
    MAX_NODES,
    MOST_RETURNED,
    OUTSIDE,
    SIDE,
    WireError,
    array_head,
    weight_of,
)

MAX_DEPTH = 32
MAX_INT_DIGITS = 3500  # hexadecimal: Python does not write out longer ones
MAX_ODD_KEYS = 1000
IN_A_CACHE = 2  # so deep a value is no result, nor an entry of one
# Above this an array's bytes travel beside the message: copying them into it costs more.
INLINE_BYTES = 64 << 10
_INT_MIN, _INT_MAX = -(2**63), 2**63 - 1


class Op(IntEnum):
    """What a frame is about: its body is [op, …]."""

    # source, filename, module name, given modules, replaced names, code or nothing, exercises that
    # may be called (None: all that is there), the one that is marked, what is forbidden in it
    LOAD = 1
    CALL = 2  # function name, args, kwargs, what to watch, for how many calls to keep the result
    GET = 3  # handle, attribute
    METHOD = 4  # handle, method, args, kwargs
    ANSWER = 5  # value: the checker's answer to ASK
    REFUSE = 6  # exception name, text: the checker's function raised
    VALUE = 7  # value, [warnings, changed, steps, shared]
    RAISED = 8  # [base names, own name, text, line, function, callers' lines, outcome]
    ASK = 9  # name or number of a checker's function, args, kwargs


class Tag(IntEnum):
    """What a tagged list in a value's tree stands for."""

    LIST = 0
    TUPLE = 1
    DICT = 2
    SCALAR = 3
    COMPLEX = 4
    BIG_INT = 5
    HANDLE = 6
    FUNCTION = 7
    KEPT = 8
    RESULT = 9  # how many calls back, and the path to the part of its value


# Asked for at every value: an enumeration's members are slow to reach, and by Python of the
# library's, which would be counted.
_LIST, _TUPLE, _DICT = Tag.LIST.value, Tag.TUPLE.value, Tag.DICT.value
_SCALAR, _COMPLEX, _BIG_INT = Tag.SCALAR.value, Tag.COMPLEX.value, Tag.BIG_INT.value
_HANDLE, _KEPT = Tag.HANDLE.value, Tag.KEPT.value
# What stands for itself in a tree: most of a list of numbers, for which a call takes long.
_THEMSELVES = frozenset([float, int, str, bool, bytes, type(None)])


# Of complex itself: a subclass may have others.
_PARTS = (complex.__dict__["real"], complex.__dict__["imag"])


class KeptTuple(tuple[Any, ...]):
    """The value of an object whose class is the student's own (a NamedTuple, say).

    Checks read it like any tuple; passed back, it is the object itself once more.
    """

    number: int


class KeptList(list[Any]):
    """As `KeptTuple`, for lists."""

    number: int


class KeptDict(dict[Any, Any]):
    """As `KeptTuple`, for dicts."""

    number: int


TOO_MANY_PARTS = "nested too deep or too large to hand over"
TOO_MANY_DIGITS = "a whole number of thousands of digits"
TOO_MANY_KEYS = "a dict of too many keys that are no plain names or numbers"
TOO_MANY_BYTES = f"a value with text or arrays of more than {MOST_RETURNED >> 20} MB"
UNSENDABLE = frozenset([TOO_MANY_PARTS, TOO_MANY_DIGITS, TOO_MANY_KEYS, TOO_MANY_BYTES])


class Unsendable(Exception):
    """A value that cannot cross by value: too deep, too large, or cyclic."""


class Opaque(Protocol):
    """How an end turns what cannot cross by value into a tagged list, and back."""

    def pack(self, value: Any) -> list[Any]:
        """The tagged list (HANDLE or FUNCTION) for a value that does not cross."""

    def unpack(self, tagged: list[Any]) -> Any:
        """The value for such a tagged list; raises `WireError` if it means nothing here."""

    def keep(self, value: Any) -> int | None:
        """The number of an object that crosses by value and is known again when it comes back."""


class Encoder:
    """Packs the values of one frame; the raw bytes of large arrays collect in `blobs`.

    `most` is what they may weigh together: `MOST_RETURNED` for what a submission sends, nothing
    for what the checker sends.
    """

    def __init__(self, opaque: Opaque, most: int | None = None) -> None:
        self.opaque = opaque
        self._ours = most is None
        self._most = MAX_BLOB if most is None else most
        self.blobs: list[bytes] = []
        self._offset = 0
        self._bytes = 0
        self._nodes = 0

    def pack(self, value: Any, depth: int = 0) -> Any:
        """The tree of a value. Raises `Unsendable`."""
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise Unsendable(TOO_MANY_PARTS)
        kind = type(value)
        if kind is float or kind is bool or value is None:
            return value
        if kind is str or kind is bytes:
            # A character is up to four bytes on the wire.
            self._weigh(4 * len(value) if kind is str and not value.isascii() else len(value))
            return value
        if kind is np.ndarray:
            return self._array(value)
        if kind is int:
            return self._int(value)
        if kind is tuple or kind is list:
            tag = _TUPLE if kind is tuple else _LIST
            return [tag, *[self.pack(item, depth + 1) for item in value]]
        if kind is dict:
            return self._dict(value, depth)
        return self._unusual(value, kind, depth)

    def _weigh(self, size: int) -> None:
        self._bytes += size
        if self._bytes > self._most:
            raise Unsendable(TOO_MANY_BYTES)

    def _int(self, value: int) -> Any:
        if _INT_MIN <= value <= _INT_MAX:
            return value
        if value.bit_length() > 4 * (MAX_INT_DIGITS - 3):
            raise Unsendable(TOO_MANY_DIGITS)
        return [_BIG_INT, hex(value)]

    def _dict(self, value: dict[Any, Any], depth: int) -> list[Any]:
        packed: list[Any] = [_DICT]
        if sum(map(_is_odd_key, dict.keys(value))) > MAX_ODD_KEYS:
            raise Unsendable(TOO_MANY_KEYS)
        for key, item in dict.items(value):
            packed.append(self.pack(key, depth + 1))
            packed.append(self.pack(item, depth + 1))
        return packed

    def _unusual(self, value: Any, kind: type, depth: int) -> Any:
        """Subclasses as their plain base, NumPy scalars as such; all else is opaque.

        Nothing is asked of the value itself: isinstance would ask its `__class__`, which may be a
        property of the student's.
        """
        if issubclass(kind, KeptTuple | KeptList | KeptDict):
            return [_HANDLE, value.number]
        if issubclass(kind, str):  # NumPy's own among them
            return self.pack(str.__str__(value), depth)
        if issubclass(kind, np.generic):
            array = _in_double(np.asarray(value))
            if (array.dtype.kind, array.dtype.itemsize) in DTYPES:
                return [_SCALAR, self._array(array)]
        elif issubclass(kind, np.ndarray):
            tree = self._array(np.asarray(value))
            # Results are the arrays that they hold; within a cache a mask, say, must not be lost.
            return tree if depth < IN_A_CACHE else self._kept(value, tree)
        elif issubclass(kind, int):
            return self._int(int.__add__(value, 0))
        elif issubclass(kind, float):
            return float.__neg__(float.__neg__(value))  # adding 0 would lose the sign of -0
        elif issubclass(kind, complex):
            return [_COMPLEX, *(part.__get__(value) for part in _PARTS)]
        elif issubclass(kind, tuple):
            return self._kept(value, self.pack(tuple(tuple.__iter__(value)), depth))
        elif issubclass(kind, list):
            return self._kept(value, self.pack(list(list.__iter__(value)), depth))
        elif issubclass(kind, dict):
            return self._kept(value, self._dict(value, depth))
        return self.opaque.pack(value)

    def attempt(self, value: Any, depth: int = 0) -> Any:
        """As `pack`; where that raises, it is as if nothing had been packed."""
        before = self._offset, self._bytes, self._nodes
        blobs = len(self.blobs)
        try:
            return self.pack(value, depth)
        except Unsendable:
            self._offset, self._bytes, self._nodes = before
            del self.blobs[blobs:]
            raise

    def _kept(self, value: Any, tree: Any) -> Any:
        number = self.opaque.keep(value)
        return tree if number is None else [_KEPT, number, tree]

    def _array(self, value: np.ndarray[Any, Any]) -> Any:
        dtype = value.dtype
        if (dtype.kind, dtype.itemsize) not in DTYPES or value.ndim > MAX_DIMS:
            return self.opaque.pack(value)
        if not dtype.isnative:
            value = value.astype(dtype.newbyteorder("="))
        head = array_head(dtype.kind, dtype.itemsize, value.shape)
        # Asked before the bytes are there: a view of one number can stand for terabytes.
        self._weigh(value.nbytes if self._ours else weight_of(value) + len(head))
        if value.nbytes <= INLINE_BYTES:
            return msgspec.msgpack.Ext(INLINE, head + value.tobytes())
        where = self._offset
        self.blobs.append(value.tobytes())
        self._offset += value.nbytes
        return msgspec.msgpack.Ext(OUTSIDE, head + SIDE.pack(where))


def _in_double(value: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """A number of more than double precision as one that crosses; others as they are."""
    if value.dtype.char == "g":
        return value.astype(np.float64)
    return value.astype(np.complex128) if value.dtype.char == "G" else value


def decode(tree: Any, opaque: Opaque, *, writable: bool = False, depth: int = 0) -> Any:
    """The value of a tree. Raises `WireError` for a tree that stands for nothing.

    Arrays are read-only unless `writable`, which copies them: the worker needs that,
    because student code may change its arguments in place.
    """
    kind = type(tree)
    if kind is np.ndarray:
        return tree.copy() if writable else tree
    if kind is not list:
        if kind is dict:
            raise WireError("a bare map")
        return tree
    if depth > MAX_DEPTH or not tree:
        raise WireError("a tree that is empty or nested too deep")
    tag, rest = tree[0], tree[1:]
    if type(tag) is not int:
        raise WireError("an untagged list")
    if tag in (_LIST, _TUPLE, _DICT):
        inner = [
            item
            if type(item) in _THEMSELVES
            else decode(item, opaque, writable=writable, depth=depth + 1)
            for item in rest
        ]
        return inner if tag == _LIST else tuple(inner) if tag == _TUPLE else _dict(inner)
    if tag == Tag.SCALAR:
        if len(rest) == 1 and isinstance(rest[0], np.ndarray) and rest[0].ndim == 0:
            return rest[0][()]
    elif tag == Tag.COMPLEX:
        if len(rest) == 2 and all(type(part) is float for part in rest):
            return complex(rest[0], rest[1])
    elif tag == Tag.BIG_INT:
        if len(rest) == 1 and isinstance(rest[0], str) and len(rest[0]) <= MAX_INT_DIGITS:
            return _big_int(rest[0])
    elif tag in (Tag.HANDLE, Tag.FUNCTION, Tag.RESULT):
        return opaque.unpack(tree)
    elif tag == Tag.KEPT and len(rest) == 2 and type(rest[0]) is int and _may_be_kept(rest[1]):
        # No deeper than the plain value: it is sent at that depth.
        return _unpack_kept(rest[0], decode(rest[1], opaque, writable=writable, depth=depth))
    raise WireError(f"a malformed value of tag {tag}")


def _may_be_kept(tree: Any) -> bool:
    return isinstance(tree, np.ndarray) or (
        isinstance(tree, list)
        and bool(tree)
        and type(tree[0]) is int
        and tree[0] in (Tag.LIST, Tag.TUPLE, Tag.DICT)
    )


def _unpack_kept(number: int, value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value  # named in a planned call it is the object again; sent, what it holds
    for plain, kind in ((tuple, KeptTuple), (list, KeptList), (dict, KeptDict)):
        if type(value) is plain:
            kept: Any = kind(value)
            kept.number = number
            return kept
    raise WireError("a kept value that is no tuple, list or dict")


def _big_int(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError as fault:
        raise WireError("a whole number that is none") from fault


def _is_odd_key(key: Any) -> bool:
    """Whether a key can be made to have the hash of others: each is then compared with all."""
    kind = type(key)
    if issubclass(kind, int):
        return not _INT_MIN <= int.__add__(key, 0) <= _INT_MAX
    return not (key is None or issubclass(kind, str | bytes | float))


def _dict(parts: list[Any]) -> dict[Any, Any]:
    """The dict of alternating keys and values."""
    if len(parts) % 2:
        raise WireError("a dict with a key and no value")
    if set(map(type, parts[::2])) == {str}:
        return dict(zip(parts[::2], parts[1::2], strict=True))
    found: dict[Any, Any] = {}
    odd = 0
    for key, item in zip(parts[::2], parts[1::2], strict=True):
        name = key.item() if isinstance(key, np.generic) else key
        odd += _is_odd_key(name)
        if odd > MAX_ODD_KEYS:
            raise WireError("a dict with too many keys that are no plain names or numbers")
        try:
            found[name] = item
        except TypeError as fault:
            raise WireError("a dict key that cannot be one") from fault
    return found
