"""Frames: what travels between checker and worker, as bytes.

A frame is a header (a number and two lengths), a msgpack body and one run of raw bytes for
large arrays. What is received is counted before anything is built from it; nothing here
unpickles, imports or calls what it decodes. `grader.worker.wire` says what the bodies mean.
"""

from __future__ import annotations

import functools
import hashlib
import struct
from collections.abc import Iterable, Sequence
from math import prod
from typing import Any

import msgspec
import numpy as np

HEADER = struct.Struct("<IIQ")  # sequence number, length of the body, length of the raw bytes
MAX_BODY = 96 << 20  # the text and arrays of one value, and room for what holds them together
MAX_BLOB = 64 << 20
# What one reply or question of a submission's may hold, and its frame may take: right work of
# this course returns 0.3 MB at most. A number of a small type counts as the eight bytes that it
# becomes as soon as something is worked out of it.
MOST_RETURNED = 16 << 20
MOST_BODY, MOST_BLOB = MOST_RETURNED + (4 << 20), MOST_RETURNED
MAX_NODES = 200_000
MAX_DIMS = 32
# Of an array, and of an empty one if it had an entry along each axis: nothing else bounds that.
MOST_ENTRIES = MAX_BLOB
BYTES_A_VALUE = 64  # of a small Python object, with its place in a list
# By kind and bytes an entry: NumPy's one-letter codes differ between platforms.
DTYPES = frozenset(
    [("b", 1)]
    + [(kind, size) for kind in "iu" for size in (1, 2, 4, 8)]
    + [("f", size) for size in (2, 4, 8)]
    + [("c", size) for size in (8, 16)]
)
INLINE, OUTSIDE = 1, 2  # where an array's bytes are: in the body, or among the raw ones
ARRAY = struct.Struct("<cBB")  # kind, bytes an entry, dimensions
SIDE = struct.Struct("<Q")
MOST_SHAPES = 1024  # array headers that are kept: one assignment's shapes are few, and return
Payload = tuple[int, int, bytes]  # length of the body, of the raw bytes, and both in one


class WireError(Exception):
    """Bytes that are no frame, or a frame that is no message of ours."""


def payload(body: list[Any], blobs: Sequence[bytes] = ()) -> Payload:
    """A frame without its sequence number: two lengths and the bytes that follow the header.

    What is sent to every submission alike is packed once and framed many times.
    """
    packed = msgspec.msgpack.encode(body)
    return len(packed), sum(map(len, blobs)), b"".join((packed, *blobs))


def digest_of(parts: Iterable[bytes]) -> bytes:
    """What runs of bytes are known again by; moving a byte over a border makes another."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.digest()


def frame(seq: int, packed: Payload) -> bytes:
    """A whole frame: the payload under a header with its place in the sequence."""
    return HEADER.pack(seq, packed[0], packed[1]) + packed[2]


def read_header(
    header: bytes | bytearray, most_body: int = MAX_BODY, most_blob: int = MAX_BLOB
) -> tuple[int, int, int]:
    """Sequence number and the two lengths; raises `WireError` when one is over its limit."""
    seq, body, blob = HEADER.unpack_from(header)
    if body > most_body or blob > most_blob:
        raise WireError("a frame larger than the limit")
    return seq, body, blob


def parse(body: bytes | memoryview, blob: bytes | memoryview) -> list[Any]:
    """The body of a frame as a list, its arrays decoded (read-only, over the frame's bytes).

    Raises `WireError` for whatever is no message of ours, and for one that holds more than a
    submission may send.
    """
    count_values(body)
    return parse_counted(body, blob)


def parse_counted(body: bytes | memoryview, blob: bytes | memoryview) -> list[Any]:
    """As `parse`, for a body whose values have been counted."""
    return _parsed(body, blob, MOST_RETURNED)


def weigh(body: bytes | memoryview, blob: bytes | memoryview) -> int:
    """About how many bytes of memory a parsed message takes; raises `WireError` as `parse`."""
    return len(body) + len(blob) + count_values(body) * BYTES_A_VALUE


def parse_own(body: bytes | memoryview, blob: bytes | memoryview) -> list[Any]:
    """As `parse`, for what the checker itself sent: it is not counted first."""
    return _parsed(body, blob, None)


def _parsed(body: bytes | memoryview, blob: bytes | memoryview, most: int | None) -> list[Any]:
    """The body as a list. Its arrays lie in the blob end to end, and weigh at most so much.

    Arrays that overlapped would be a few bytes on the wire and gigabytes in a sum.
    """
    place = weight = 0

    def array(code: int, data: memoryview) -> np.ndarray[Any, Any]:
        nonlocal place, weight
        found = _decode_array(code, data, blob, place)
        if code == OUTSIDE:
            place += found.nbytes
        if most is not None:
            weight += weight_of(found)
            if weight > most:
                raise WireError("arrays that are too much together")
        return found

    try:
        tree = msgspec.msgpack.Decoder(ext_hook=array).decode(body)
    except WireError:
        raise
    # A decoder fed by an attacker fails in many ways; each means the same to the caller.
    except (msgspec.MsgspecError, ValueError, RecursionError, TypeError, OverflowError) as fault:
        raise WireError(f"a body that is not msgpack: {type(fault).__name__}") from fault
    if not isinstance(tree, list) or (tree and type(tree[0]) is not int):
        raise WireError("a body that is no list that begins with an operation")
    if place != len(blob):
        raise WireError("bytes that belong to no array")
    return tree


# By a value's first byte: how many bytes follow it, or (negative) how long the length is that
# says so. Lists are counted through their items; maps are never sent, and so never read.
_FIXED = {0xC0: 0, 0xC2: 0, 0xC3: 0, 0xCA: 4, 0xCB: 8}
_FIXED |= {0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8, 0xD0: 1, 0xD1: 2, 0xD2: 4, 0xD3: 8}
_SIZED = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}
_EXT = {0xC7: 1, 0xC8: 2, 0xC9: 4}
_FIXED_EXT = {0xD4: 1, 0xD5: 2, 0xD6: 4, 0xD7: 8, 0xD8: 16}
_LISTS = {0xDC: 2, 0xDD: 4}


def count_values(body: bytes | memoryview) -> int:
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


@functools.lru_cache(MOST_SHAPES)
def array_head(kind: str, itemsize: int, shape: tuple[int, ...]) -> bytes:
    """What precedes an array's bytes: its type and its shape."""
    sides = b"".join(map(SIDE.pack, shape))
    return ARRAY.pack(kind.encode(), itemsize, len(shape)) + sides


@functools.lru_cache(MOST_SHAPES)
def _read_head(head: bytes) -> tuple[np.dtype[Any], tuple[int, ...], int]:
    """Type, shape and number of bytes that a head announces; raises `WireError`."""
    letter, itemsize, ndim = ARRAY.unpack_from(head)
    kind = letter.decode("latin-1")
    if (kind, itemsize) not in DTYPES or ndim > MAX_DIMS or len(head) != _head_size(ndim):
        raise WireError("an array header that is not allowed")
    sides = tuple(SIDE.unpack_from(head, ARRAY.size + i * SIDE.size)[0] for i in range(ndim))
    if prod(side or 1 for side in sides) > MOST_ENTRIES:
        raise WireError("an array of an impossible shape")
    return np.dtype(f"{kind}{itemsize}"), sides, prod(sides) * itemsize


def weight_of(array: np.ndarray[Any, Any]) -> int:
    """The bytes of memory that computing with an array takes; of an empty one, its rows count."""
    size = array.size or prod(side or 1 for side in array.shape)
    return size * max(array.itemsize, 8)


def _head_size(ndim: int) -> int:
    return ARRAY.size + ndim * SIDE.size


def _decode_array(
    code: int, data: memoryview, blob: bytes | memoryview, place: int
) -> np.ndarray[Any, Any]:
    """The array of an extension; one that lies outside begins at this place in the blob."""
    if code not in (INLINE, OUTSIDE) or len(data) < ARRAY.size:
        raise WireError("an unknown extension")
    start = _head_size(min(data[ARRAY.size - 1], MAX_DIMS))
    dtype, sides, size = _read_head(bytes(data[:start]))
    source: bytes | memoryview = data
    if code == OUTSIDE:
        if len(data) != start + SIDE.size:
            raise WireError("an array that points nowhere")
        (start,) = SIDE.unpack_from(data, start)
        source = blob
        if start + size > len(blob):
            raise WireError("an array that points outside its frame")
        if start != place:
            raise WireError("an array that does not begin where the one before it ends")
    elif len(data) != start + size:
        raise WireError("an array whose length is not that of its shape")
    if not size:
        return np.empty(sides, dtype=dtype)
    return np.ndarray(sides, dtype, source, start)
