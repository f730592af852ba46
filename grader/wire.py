"""The wire between checker and worker: values as frames, and frames as values.

A frame is a header (two lengths), a msgpack body and one run of raw bytes for large
arrays. Both ends use this module; the checker trusts nothing it decodes. Only plain
Python and NumPy types cross by value; anything else crosses as an opaque handle. Nothing
here unpickles, imports or calls what it decodes.

A value's tree: None, bool, 64-bit int, float, str and bytes stand for themselves; arrays
are Ext; every other thing is a list whose first entry is a `Tag`.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from enum import IntEnum
from math import prod
from typing import Any, Protocol

import msgspec
import numpy as np

HEADER = struct.Struct("<IIQ")  # sequence number, length of the body, length of the raw bytes
MAX_BODY = 96 << 20  # the text and arrays of one value, and room for what holds them together
MAX_BLOB = 64 << 20
MAX_DEPTH = 32
MAX_NODES = 200_000
MAX_DIMS = 32
MAX_INT_DIGITS = 3500  # hexadecimal: Python does not write out longer ones
MAX_ODD_KEYS = 1000
BYTES_A_VALUE = 64  # of a small Python object, with its place in a list
# Above this an array's bytes travel beside the message: copying them into it costs more.
INLINE_BYTES = 64 << 10
# By kind and bytes an entry: NumPy's one-letter codes differ between platforms.
DTYPES = frozenset(
    [("b", 1)]
    + [(kind, size) for kind in "iu" for size in (1, 2, 4, 8)]
    + [("f", size) for size in (2, 4, 8)]
    + [("c", size) for size in (8, 16)]
)

_INLINE, _OUTSIDE = 1, 2
_ARRAY = struct.Struct("<cBB")  # kind, bytes an entry, dimensions
_SIDE = struct.Struct("<Q")
_INT_MIN, _INT_MAX = -(2**63), 2**63 - 1


class Op(IntEnum):
    """What a frame is about: its body is [op, …]."""

    LOAD = 1  # source, filename, module name, given modules, replaced names
    CALL = 2  # function name, args, kwargs, what to watch
    GET = 3  # handle, attribute
    METHOD = 4  # handle, method, args, kwargs
    ANSWER = 5  # value: the checker's answer to ASK
    REFUSE = 6  # exception name, text: the checker's function raised
    VALUE = 7  # value, [warnings, changed, steps, shared]
    RAISED = 8  # [base names, own name, text, line, function, outcome]
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
TOO_MANY_BYTES = f"text or arrays of more than {MAX_BLOB >> 20} MB"
UNSENDABLE = frozenset([TOO_MANY_PARTS, TOO_MANY_DIGITS, TOO_MANY_KEYS, TOO_MANY_BYTES])


class WireError(Exception):
    """Bytes that are no frame, or a frame that is no message of ours."""


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
    """Packs the values of one frame; the raw bytes of large arrays collect in `blobs`."""

    def __init__(self, opaque: Opaque) -> None:
        self.opaque = opaque
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
            self._weigh(len(value))
            return value
        if kind is np.ndarray:
            return self._array(value)
        if kind is int:
            return self._int(value)
        if kind is tuple or kind is list:
            tag = Tag.TUPLE if kind is tuple else Tag.LIST
            return [tag.value, *[self.pack(item, depth + 1) for item in value]]
        if kind is dict:
            return self._dict(value, depth)
        return self._unusual(value, depth)

    def _weigh(self, size: int) -> None:
        self._bytes += size
        if self._bytes > MAX_BLOB:
            raise Unsendable(TOO_MANY_BYTES)

    def _int(self, value: int) -> Any:
        if _INT_MIN <= value <= _INT_MAX:
            return value
        if value.bit_length() > 4 * (MAX_INT_DIGITS - 3):
            raise Unsendable(TOO_MANY_DIGITS)
        return [Tag.BIG_INT.value, hex(value)]

    def _dict(self, value: dict[Any, Any], depth: int) -> list[Any]:
        packed: list[Any] = [Tag.DICT.value]
        if sum(map(_is_odd_key, dict.keys(value))) > MAX_ODD_KEYS:
            raise Unsendable(TOO_MANY_KEYS)
        for key, item in dict.items(value):
            packed.append(self.pack(key, depth + 1))
            packed.append(self.pack(item, depth + 1))
        return packed

    def _unusual(self, value: Any, depth: int) -> Any:
        """Subclasses as their plain base, NumPy scalars as such; all else is opaque."""
        if isinstance(value, KeptTuple | KeptList | KeptDict):
            return [Tag.HANDLE.value, value.number]
        if isinstance(value, np.generic):
            if (value.dtype.kind, value.dtype.itemsize) in DTYPES:
                return [Tag.SCALAR.value, self._array(np.asarray(value))]
        elif isinstance(value, np.ndarray):
            return self._array(np.asarray(value))
        elif isinstance(value, bool | int):
            return self._int(int.__add__(value, 0))
        elif isinstance(value, float):
            return float.__neg__(float.__neg__(value))  # adding 0 would lose the sign of -0
        elif isinstance(value, str):
            return self.pack(str.__str__(value), depth)
        elif isinstance(value, complex):
            return [Tag.COMPLEX.value, value.real, value.imag]
        elif isinstance(value, tuple):
            return self._kept(value, self.pack(tuple(tuple.__iter__(value)), depth))
        elif isinstance(value, list):
            return self._kept(value, self.pack(list(list.__iter__(value)), depth))
        elif isinstance(value, dict):
            return self._kept(value, self._dict(value, depth))
        return self.opaque.pack(value)

    def _kept(self, value: Any, tree: Any) -> Any:
        number = self.opaque.keep(value)
        return tree if number is None else [Tag.KEPT.value, number, tree]

    def _array(self, value: np.ndarray[Any, Any]) -> Any:
        kind, size = value.dtype.kind, value.dtype.itemsize
        if (kind, size) not in DTYPES or value.ndim > MAX_DIMS:
            return self.opaque.pack(value)
        if not value.dtype.isnative:
            value = value.astype(value.dtype.newbyteorder("="))
        head = _ARRAY.pack(kind.encode(), size, value.ndim) + b"".join(
            _SIDE.pack(side) for side in value.shape
        )
        # Asked before the bytes are there: a view of one number can stand for terabytes.
        self._weigh(value.nbytes)
        if value.nbytes <= INLINE_BYTES:
            return msgspec.msgpack.Ext(_INLINE, head + value.tobytes())
        where = self._offset
        self.blobs.append(value.tobytes())
        self._offset += value.nbytes
        return msgspec.msgpack.Ext(_OUTSIDE, head + _SIDE.pack(where))


def payload(body: list[Any], blobs: Sequence[bytes] = ()) -> tuple[int, int, bytes]:
    """A frame without its sequence number: two lengths and the bytes that follow the header.

    What is sent to every submission alike is packed once and framed many times.
    """
    packed = msgspec.msgpack.encode(body)
    return len(packed), sum(map(len, blobs)), b"".join((packed, *blobs))


def frame(seq: int, packed: tuple[int, int, bytes]) -> bytes:
    """A whole frame: the payload under a header with its place in the sequence."""
    return HEADER.pack(seq, packed[0], packed[1]) + packed[2]


def read_header(header: bytes) -> tuple[int, int, int]:
    """Sequence number and the two lengths; raises `WireError` when one is over its limit."""
    seq, body, blob = HEADER.unpack(header)
    if body > MAX_BODY or blob > MAX_BLOB:
        raise WireError("a frame larger than the limit")
    return seq, body, blob


def parse(body: bytes | memoryview, blob: bytes | memoryview) -> list[Any]:
    """The body of a frame as a list, its arrays decoded (read-only, over the frame's bytes)."""
    return parse_weighed(body, blob)[0]


def parse_weighed(body: bytes | memoryview, blob: bytes | memoryview) -> tuple[list[Any], int]:
    """As `parse`, and about how many bytes of memory the result takes."""

    def array(code: int, data: memoryview) -> np.ndarray[Any, Any]:
        return _decode_array(code, data, blob)

    values = _survey(body)
    try:
        tree = msgspec.msgpack.Decoder(ext_hook=array).decode(body)
    except WireError:
        raise
    # A decoder fed by an attacker fails in many ways; each means the same to the caller.
    except (msgspec.MsgspecError, ValueError, RecursionError, TypeError, OverflowError) as fault:
        raise WireError(f"a body that is not msgpack: {type(fault).__name__}") from fault
    if not isinstance(tree, list) or (tree and type(tree[0]) is not int):
        raise WireError("a body that is no list that begins with an operation")
    return tree, len(body) + len(blob) + values * BYTES_A_VALUE


# By a value's first byte: how many bytes follow it, or (negative) how long the length is that
# says so. Lists are counted through their items; maps are never sent, and so never read.
_FIXED = {0xC0: 0, 0xC2: 0, 0xC3: 0, 0xCA: 4, 0xCB: 8}
_FIXED |= {0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8, 0xD0: 1, 0xD1: 2, 0xD2: 4, 0xD3: 8}
_SIZED = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}
_EXT = {0xC7: 1, 0xC8: 2, 0xC9: 4}
_FIXED_EXT = {0xD4: 1, 0xD5: 2, 0xD6: 4, 0xD7: 8, 0xD8: 16}
_LISTS = {0xDC: 2, 0xDD: 4}


def _survey(body: bytes | memoryview) -> int:
    """Count a body's values before any is built; raises `WireError` for too many, or a map.

    A byte on the wire can be sixty in memory, and a map's keys can be made to collide.
    """
    place, end, nodes = 0, len(body), 0
    while place < end:
        first = body[place]
        place += 1
        nodes += 1
        if nodes > MAX_NODES:
            raise WireError("a body of too many values")
        if first < 0x80 or first >= 0xE0 or 0x90 <= first <= 0x9F:
            continue
        if 0xA0 <= first <= 0xBF:
            place += first & 0x1F
        elif first in _FIXED:
            place += _FIXED[first]
        elif first in _SIZED:
            width = _SIZED[first]
            place += width + int.from_bytes(body[place : place + width], "big")
        elif first in _LISTS:
            place += _LISTS[first]
        elif first in _EXT or first in _FIXED_EXT:
            width = _EXT.get(first, 0)
            size = int.from_bytes(body[place : place + width], "big") or _FIXED_EXT.get(first, 0)
            if body[place + width : place + width + 1] not in (b"\x01", b"\x02"):
                raise WireError("an unknown extension")
            place += width + 1 + size
        else:
            raise WireError("a body that holds a map")
    return nodes


def _decode_array(code: int, data: memoryview, blob: bytes | memoryview) -> np.ndarray[Any, Any]:
    if code not in (_INLINE, _OUTSIDE) or len(data) < _ARRAY.size:
        raise WireError("an unknown extension")
    kind, itemsize, ndim = _ARRAY.unpack_from(data)
    start = _ARRAY.size + ndim * _SIDE.size
    if (kind.decode("latin-1"), itemsize) not in DTYPES or ndim > MAX_DIMS or len(data) < start:
        raise WireError("an array header that is not allowed")
    sides = tuple(_SIDE.unpack_from(data, _ARRAY.size + i * _SIDE.size)[0] for i in range(ndim))
    dtype = np.dtype(f"{kind.decode()}{itemsize}")
    size = prod(sides) * itemsize
    source: bytes | memoryview = data
    if code == _OUTSIDE:
        if len(data) != start + _SIDE.size:
            raise WireError("an array that points nowhere")
        (start,) = _SIDE.unpack_from(data, start)
        source = blob
        if start + size > len(blob):
            raise WireError("an array that points outside its frame")
    elif len(data) != start + size:
        raise WireError("an array whose length is not that of its shape")
    if max(sides, default=0) > 2**40:
        raise WireError("an array with an impossible side")
    if not size:
        return np.empty(sides, dtype=dtype)
    flat = np.frombuffer(source, dtype=dtype, count=prod(sides), offset=start)
    return flat.reshape(sides)


def unpack(tree: Any, opaque: Opaque, *, writable: bool = False, depth: int = 0) -> Any:
    """The value of a tree. Raises `WireError` for a tree that stands for nothing.

    Arrays are read-only unless `writable`, which copies them: the worker needs that,
    because student code may change its arguments in place.
    """
    if isinstance(tree, np.ndarray):
        return tree.copy() if writable else tree
    if not isinstance(tree, list):
        if isinstance(tree, dict):
            raise WireError("a bare map")
        return tree
    if depth > MAX_DEPTH or not tree:
        raise WireError("a tree that is empty or nested too deep")
    tag, rest = tree[0], tree[1:]
    if type(tag) is not int:
        raise WireError("an untagged list")

    def inner(item: Any) -> Any:
        return unpack(item, opaque, writable=writable, depth=depth + 1)

    if tag == Tag.LIST:
        return [inner(item) for item in rest]
    if tag == Tag.TUPLE:
        return tuple([inner(item) for item in rest])
    if tag == Tag.DICT:
        return _unpack_dict(rest, inner)
    if tag == Tag.SCALAR:
        if len(rest) == 1 and isinstance(rest[0], np.ndarray) and rest[0].ndim == 0:
            return rest[0][()]
    elif tag == Tag.COMPLEX:
        if len(rest) == 2 and all(type(part) is float for part in rest):
            return complex(rest[0], rest[1])
    elif tag == Tag.BIG_INT:
        if len(rest) == 1 and isinstance(rest[0], str) and len(rest[0]) <= MAX_INT_DIGITS:
            return _big_int(rest[0])
    elif tag in (Tag.HANDLE, Tag.FUNCTION):
        return opaque.unpack(tree)
    elif tag == Tag.KEPT and len(rest) == 2 and type(rest[0]) is int and _is_container(rest[1]):
        # No deeper than the plain value: it is sent at that depth.
        return _unpack_kept(rest[0], unpack(rest[1], opaque, writable=writable, depth=depth))
    raise WireError(f"a malformed value of tag {tag}")


def _is_container(tree: Any) -> bool:
    return (
        isinstance(tree, list)
        and bool(tree)
        and type(tree[0]) is int
        and tree[0] in (Tag.LIST, Tag.TUPLE, Tag.DICT)
    )


def _unpack_kept(number: int, value: Any) -> Any:
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
    if isinstance(key, int):
        return not _INT_MIN <= key <= _INT_MAX
    return not (key is None or isinstance(key, str | bytes | float))


def _unpack_dict(rest: list[Any], inner: Callable[[Any], Any]) -> dict[Any, Any]:
    if len(rest) % 2:
        raise WireError("a dict with a key and no value")
    found: dict[Any, Any] = {}
    odd = 0
    for key, item in zip(rest[::2], rest[1::2], strict=True):
        name = inner(key)
        if isinstance(name, np.generic):
            name = name.item()
        odd += _is_odd_key(name)
        if odd > MAX_ODD_KEYS:
            raise WireError("a dict with too many keys that are no plain names or numbers")
        try:
            found[name] = inner(item)
        except TypeError as fault:
            raise WireError("a dict key that cannot be one") from fault
    return found
