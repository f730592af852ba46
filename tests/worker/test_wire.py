"""The wire: what crosses comes back the same, and nothing but `WireError` meets bad bytes."""

from __future__ import annotations

import contextlib
import gc
import math
import os
import struct
import time

import msgspec
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from msgspec.msgpack import Ext

from grader.worker import frames, wire
from grader.worker.frames import HEADER, WireError
from grader.worker.wire import Encoder, Op, Tag, Unsendable

# `make fuzz` draws a hundred times as many messages.
MANY = 100 if os.environ.get("GRADUS_FUZZ") else 1

INLINE, OUTSIDE = 1, 2


class Kept:
    """An end that keeps what does not cross, and gives it back by its number."""

    def __init__(self):
        self.kept = []

    def pack(self, value):
        self.kept.append(value)
        return [Tag.HANDLE.value, len(self.kept) - 1]

    def keep(self, value):
        return self.pack(value)[1]

    def unpack(self, tagged):
        match tagged:
            case [Tag.HANDLE, int(number)] if 0 <= number < len(self.kept):
                return self.kept[number]
        raise WireError("no such object")


def framed(*values, seq=1, end=None):
    """A frame that carries values, as it goes over the socket."""
    encoder = Encoder(end or Kept())
    body = [Op.VALUE.value, *[encoder.pack(value) for value in values]]
    return frames.frame(seq, frames.payload(body, encoder.blobs))


def read(data, end=None, writable=False):
    """The sequence number and the values of a frame: the reader of a socket in short."""
    if len(data) < HEADER.size:
        raise WireError("cut off")
    seq, body, blob = frames.read_header(data[: HEADER.size])
    rest = data[HEADER.size :]
    if len(rest) != body + blob:
        raise WireError("cut off")
    _, *trees = frames.parse(rest[:body], rest[body:])
    return seq, [wire.decode(tree, end or Kept(), writable=writable) for tree in trees]


def crossed(value, **how):
    """The value after a journey over the wire."""
    end = Kept()
    return read(framed(value, end=end), end=end, **how)[1][0]


def parsed(tree, blob=b""):
    """A tree as an attacker may write it, decoded."""
    return wire.decode(frames.parse(msgspec.msgpack.encode([0, tree]), blob)[1], Kept())


def head(kind, size, *sides, dims=None):
    """The header of an array."""
    return (
        kind.encode()
        + bytes([size, len(sides) if dims is None else dims])
        + b"".join(struct.pack("<Q", side) for side in sides)
    )


def same(one, other):
    """Whether two values are equal in type and content, a NaN being equal to itself."""
    if isinstance(one, np.ndarray):
        return (
            type(other) is np.ndarray
            and one.shape == other.shape
            and one.dtype.newbyteorder("=") == other.dtype
            and one.astype(other.dtype).tobytes() == other.tobytes()
        )
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return same(list(one), list(other)) and same(list(one.values()), list(other.values()))
    if isinstance(one, float | complex | np.generic):
        return np.asarray(one).tobytes() == np.asarray(other).tobytes()
    return one == other


# What crosses

ARRAYS = [
    pytest.param(np.array(2.5), id="0-d"),
    pytest.param(np.zeros((0,)), id="empty"),
    pytest.param(np.zeros((3, 0, 2), dtype=np.int8), id="an empty side"),
    pytest.param(np.asfortranarray(np.arange(6.0).reshape(2, 3)), id="F-ordered"),
    pytest.param(np.arange(20.0)[::-3], id="strided backwards"),
    pytest.param(np.broadcast_to(np.arange(3.0), (4, 3)), id="broadcast"),
    pytest.param(np.arange(5, dtype=">i4"), id="big-endian integers"),
    pytest.param(np.array([1.5, -2.5], dtype=">f8"), id="big-endian floats"),
    pytest.param(np.array([np.nan, np.inf, -np.inf, -0.0]), id="NaN and infinities"),
    pytest.param(np.array([1 + 2j, np.nan]), id="complex"),
    pytest.param(np.array([1 + 2j], dtype=np.complex64), id="complex64"),
    pytest.param(np.array([True, False]), id="bool"),
    pytest.param(np.array([1.5], dtype=np.float16), id="float16"),
    pytest.param(np.zeros((1,) * frames.MAX_DIMS), id="as many dimensions as may be"),
]


@pytest.mark.parametrize("value", ARRAYS)
def test_arrays_come_back_with_shape_dtype_and_bits(value):
    assert same(value, crossed(value))


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -(2**63),
        2**63 - 1,
        2**63,
        -(2**63) - 1,
        10**300,
        -(10**300),
        1.5,
        -0.0,
        math.nan,
        math.inf,
        "",
        "Ünï\N{SNOWMAN}\0",
        b"\x00\xff",
        1 + 2j,
        complex(math.nan, -math.inf),
        np.float32(1.5),
        np.float64(math.nan),
        np.int8(-3),
        np.uint64(2**64 - 1),
        np.bool_(True),
        np.complex64(1j),
        [],
        (),
        {},
        [1, (2.0, ["three", None]), {"four": [5], 6: (), (7, "eight"): b"9"}],
        {True: "a bool is a key", None: 1, 1.5: 2},
    ],
    ids=lambda value: repr(value)[:30],
)
def test_plain_values_come_back_equal_and_of_the_same_type(value):
    assert same(value, crossed(value))


def test_an_array_beside_the_message_comes_back_like_one_within():
    large = np.arange(wire.INLINE_BYTES // 8 + 1, dtype=np.float64)
    small = np.arange(3.0)
    encoder = Encoder(Kept())
    encoder.pack([small, large, small, large + 1])
    assert [len(blob) for blob in encoder.blobs] == [large.nbytes, large.nbytes]
    assert same([small, large, small, large + 1], crossed([small, large, small, large + 1]))


def test_an_array_of_exactly_the_inline_size_travels_within():
    encoder = Encoder(Kept())
    encoder.pack(np.zeros(wire.INLINE_BYTES, dtype=np.int8))
    assert encoder.blobs == []


class AnArray(np.ndarray):
    pass


class AFloat(float):
    def __float__(self):
        raise AssertionError("the student's method ran")

    __add__ = __repr__ = __str__ = __float__


class AnInt(int):
    def __int__(self):
        raise AssertionError("the student's method ran")

    __add__ = __index__ = __str__ = __int__


class AString(str):
    def __str__(self):
        raise AssertionError("the student's method ran")


class ADict(dict):
    def __iter__(self):
        raise AssertionError("the student's method ran")

    items = keys = values = __getitem__ = __iter__


class AList(list):
    def __iter__(self):
        raise AssertionError("the student's method ran")

    __len__ = __getitem__ = __iter__


class ATuple(tuple):
    __slots__ = ()

    def __iter__(self):
        raise AssertionError("the student's method ran")


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.arange(3.0).view(AnArray), np.arange(3.0)),
        (np.array([[1.0, 2.0]]).view(np.matrix), np.array([[1.0, 2.0]])),
        (AFloat(1.5), 1.5),
        (AnInt(7), 7),
        (AnInt(2**70), 2**70),
        (AString("text"), "text"),
        (ADict({"a": 1}), {"a": 1}),
        (AList([1, 2]), [1, 2]),
        (ATuple((1, 2)), (1, 2)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_subclass_crosses_as_its_plain_base_without_running_its_methods(value, plain):
    got = crossed(value)
    # A container's class is the student's own: it is known again when it comes back.
    assert same(plain, type(plain)(got) if isinstance(plain, dict | list | tuple) else got)
    assert hasattr(got, "number") == isinstance(plain, dict | list | tuple)


@pytest.mark.parametrize("value", [ATuple((1, np.ones(2))), AList(["a", 2]), ADict({"a": 1})])
def test_a_kept_value_reads_like_a_plain_one_and_goes_back_as_the_object(value):
    end = Kept()
    kept = read(framed(value, end=end), end=end)[1][0]
    plain = next(kind for kind in (tuple, list, dict) if isinstance(value, kind))
    assert isinstance(kept, plain)
    assert not isinstance(kept, type(value))
    assert same(plain.__iter__(kept).__next__(), plain.__iter__(value).__next__())
    assert read(framed(kept, end=end), end=end)[1][0] is value


@pytest.mark.parametrize("kind", [tuple, list])
def test_plain_values_are_not_kept(kind):
    end = Kept()
    back = read(framed(kind([1, 2]), end=end), end=end)[1][0]
    assert type(back) is kind
    assert end.kept == []


@pytest.mark.parametrize("levels", [1, wire.MAX_DEPTH // 2, wire.MAX_DEPTH - 1, wire.MAX_DEPTH])
def test_what_may_be_sent_of_nested_kept_values_can_be_read(levels):
    value = ATuple((1.0,))
    for _ in range(levels - 1):
        value = ATuple((value,))
    end = Kept()
    try:
        sent = framed(value, end=end)
    except Unsendable:
        assert levels > wire.MAX_DEPTH // 2
        return
    inner, found = read(sent, end=end)[1][0], 0
    while isinstance(inner, tuple):
        (inner,), found = inner, found + 1
    assert (inner, found) == (1.0, levels)


def test_a_float_subclass_keeps_the_sign_of_zero():
    assert math.copysign(1.0, crossed(AFloat(-0.0))) == -1.0


def test_a_masked_array_crosses_as_the_data_under_its_mask():
    masked = np.ma.masked_array([1.0, 2.0, 3.0], mask=[0, 1, 0])
    assert same(np.array([1.0, 2.0, 3.0]), crossed(masked))


@pytest.mark.parametrize(
    "value",
    [
        {1, 2},
        object(),
        len,
        bytearray(b"x"),
        np.array([object()]),
        np.array(["text"]),
        np.array(["2020-01-01"], dtype="datetime64[D]"),
        np.zeros(2, dtype=[("a", "f8")]),
        np.zeros(2, dtype=np.longdouble),
    ],
    ids=lambda value: type(value).__name__,
)
def test_all_else_stays_behind_as_a_handle(value):
    end = Kept()
    encoder = Encoder(end)
    assert encoder.pack([value]) == [Tag.LIST, [Tag.HANDLE, 0]]
    assert end.kept[0] is value
    assert encoder.blobs == []


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.str_("W1"), "W1"),
        ({np.str_("W1"): 1.0}, {"W1": 1.0}),
        (np.longdouble("0.1"), np.float64(0.1)),
        (np.clongdouble(1 + 2j), np.complex128(1 + 2j)),
        (np.longdouble("1e4000"), np.float64(np.inf)),
    ],
)
def test_numpys_text_and_long_numbers_cross_as_plain_ones(value, plain):
    with np.errstate(over="ignore"):
        found = crossed(value)
    assert type(found) is type(plain)
    assert found == plain


def test_a_failed_attempt_leaves_nothing_behind():
    encoder = Encoder(Kept())
    loop = [np.zeros(wire.INLINE_BYTES)]
    loop.append(loop)
    with pytest.raises(Unsendable):
        encoder.attempt(loop)
    assert encoder.blobs == []
    fresh = Encoder(Kept())
    value = np.ones(wire.INLINE_BYTES)
    assert encoder.attempt(value) == fresh.pack(value)
    assert encoder.blobs == fresh.blobs


def test_a_long_double_of_the_size_of_a_plain_float_is_no_surprise():
    size = np.dtype(np.longdouble).itemsize
    assert (("f", size) in frames.DTYPES) == (size == 8)


def test_what_is_decoded_cannot_be_written_into_unless_asked_for():
    value = [np.zeros(2), np.zeros(wire.INLINE_BYTES)]
    for array in crossed(value):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    for array in crossed(value, writable=True):
        array[0] = 1
        assert array[0] == 1


def test_writing_into_one_decoded_array_leaves_the_next_as_it_is():
    one, other = crossed([np.zeros(3), np.zeros(3)], writable=True)
    one[:] = 5
    assert not other.any()


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**80), 2**80),
    st.floats(),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.binary(),
    st.complex_numbers(),
)
NUMBERS = st.sampled_from([f"{kind}{size}" for kind, size in sorted(frames.DTYPES)]).map(np.dtype)
ANY_ARRAY = npst.arrays(NUMBERS, npst.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3))
KEYS = st.one_of(st.text("abc"), st.integers(), st.tuples(st.integers(0, 3), st.text("ab")))
VALUES = st.recursive(
    SCALARS | ANY_ARRAY,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=10,
)


@given(VALUES)
def test_whatever_may_cross_crosses_unchanged(value):
    assert same(value, crossed(value))


# Limits of what is sent


def nested(levels):
    value = 1.0
    for _ in range(levels):
        value = [value]
    return value


def test_the_deepest_nesting_crosses_and_one_level_more_does_not():
    assert same(nested(wire.MAX_DEPTH), crossed(nested(wire.MAX_DEPTH)))
    with pytest.raises(Unsendable, match="deep"):
        Encoder(Kept()).pack(nested(wire.MAX_DEPTH + 1))


@pytest.mark.parametrize("wrap", [lambda v: [v], lambda v: (v,), lambda v: {"k": v}])
def test_nesting_is_bounded_in_every_container(wrap):
    value = 1.0
    for _ in range(wire.MAX_DEPTH + 1):
        value = wrap(value)
    with pytest.raises(Unsendable):
        Encoder(Kept()).pack(value)


def test_a_value_that_holds_itself_is_not_followed_for_ever():
    loop = []
    loop.append(loop)
    table = {}
    table["self"] = table
    for value in (loop, table, ([loop],)):
        with pytest.raises(Unsendable):
            Encoder(Kept()).pack(value)


def test_a_wide_loop_ends_too():
    loop = []
    loop.extend([loop] * 1000)
    with pytest.raises(Unsendable):
        Encoder(Kept()).pack(loop)


def test_the_number_of_parts_is_bounded():
    Encoder(Kept()).pack([0] * (frames.MAX_NODES - 1))
    with pytest.raises(Unsendable, match="large"):
        Encoder(Kept()).pack([0] * frames.MAX_NODES)


def test_the_parts_of_a_whole_frame_are_counted_together():
    encoder = Encoder(Kept())
    encoder.pack([0] * (frames.MAX_NODES // 2))
    with pytest.raises(Unsendable):
        encoder.pack([0] * (frames.MAX_NODES // 2))


def test_integers_are_bounded_where_python_stops_writing_them_out():
    for number in (10**3000, -(10**3000)):
        assert crossed(number) == number
    for number in (10**4300, -(10**4300), 10**100_000):
        with pytest.raises(Unsendable, match="digits"):
            Encoder(Kept()).pack(number)


def test_the_largest_integer_that_is_sent_is_read():
    bits = next(n for n in range(9000, 20_000) if not sendable(2**n))
    assert crossed([2**bits - 1, -(2**bits) + 1]) == [2**bits - 1, -(2**bits) + 1]


def sendable(value):
    try:
        Encoder(Kept()).pack(value)
    except Unsendable:
        return False
    return True


def test_arrays_are_bounded_together(monkeypatch):
    monkeypatch.setattr(wire, "MAX_BLOB", 3 * wire.INLINE_BYTES)
    encoder = Encoder(Kept())
    encoder.pack(np.zeros(2 * wire.INLINE_BYTES, dtype=np.int8))
    with pytest.raises(Unsendable, match="more than"):
        encoder.pack(np.zeros(2 * wire.INLINE_BYTES, dtype=np.int8))


def test_the_size_of_an_array_is_asked_before_its_bytes_are_made():
    terabytes = np.broadcast_to(np.float64(1.0), (1 << 40,))
    with pytest.raises(Unsendable, match="more than"):
        Encoder(Kept()).pack(terabytes)


def test_text_is_bounded_with_the_arrays(monkeypatch):
    monkeypatch.setattr(wire, "MAX_BLOB", 1000)
    encoder = Encoder(Kept())
    encoder.pack(["x" * 300, b"x" * 300, np.zeros(30)])
    with pytest.raises(Unsendable, match="more than"):
        encoder.pack("x" * 200)


def test_what_is_parsed_is_weighed():
    """Small numbers are a byte on the wire and a whole object in memory."""
    small = frames.weigh(msgspec.msgpack.encode([1, [0] * 10]), b"")
    many = frames.weigh(msgspec.msgpack.encode([1, [0] * 1010]), b"")
    assert many - small > 1000 * 50
    assert frames.weigh(msgspec.msgpack.encode([1]), bytes(5000)) > 5000
    with pytest.raises(WireError):
        frames.weigh(msgspec.msgpack.encode({1: 2}), b"")


def test_an_array_of_too_many_dimensions_stays_behind():
    try:
        array = np.zeros((1,) * (frames.MAX_DIMS + 1))
    except ValueError:
        pytest.skip("this NumPy makes no array of so many dimensions")
    assert Encoder(Kept()).pack(array)[0] == Tag.HANDLE


# Limits of what is received


def test_a_header_over_a_limit_is_refused_before_anything_is_read():
    assert frames.read_header(HEADER.pack(9, frames.MAX_BODY, frames.MAX_BLOB)) == (
        9,
        frames.MAX_BODY,
        frames.MAX_BLOB,
    )
    for body, blob in ((frames.MAX_BODY + 1, 0), (0, frames.MAX_BLOB + 1), (2**32 - 1, 2**64 - 1)):
        with pytest.raises(WireError, match="larger"):
            frames.read_header(HEADER.pack(9, body, blob))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xc1",
        b"\x93\x01",
        b"\x01",
        b"\xc0",
        b"\xa1x",
        b"\x80",
        b"\x91\x01\x01",
        b"\xdd\xff\xff\xff\xff",
        b"\xc9\xff\xff\xff\xff\x01",
        b"\x91" * 100_000,
        b"\x81" * 100_000,
        b"\x91\xa2\xff\xfe",
    ],
    ids=lambda body: repr(body[:6]),
)
def test_a_body_that_is_no_list_is_refused(body):
    with pytest.raises(WireError):
        frames.parse(body, b"")


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(Ext(INLINE, head("f", 8, 2) + bytes(16)), id="an array"),
        pytest.param(Ext(INLINE, head("f", 8, 0)), id="an empty array"),
        None,
        True,
        7.0,
        "7",
        pytest.param([7], id="a list"),
    ],
)
def test_a_body_that_does_not_begin_with_an_operation_is_refused(first):
    # An array in its place would make every comparison of the operation raise.
    with pytest.raises(WireError):
        frames.parse(msgspec.msgpack.encode([first, None]), b"")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"f\x08", id="half a header"),
        pytest.param(head("f", 8, 3), id="no entries"),
        pytest.param(head("f", 8, 3) + bytes(23), id="a byte short"),
        pytest.param(head("f", 8, 3) + bytes(25), id="a byte more"),
        pytest.param(head("f", 8) + bytes(16), id="two entries in 0-d"),
        pytest.param(head("f", 8, 0) + bytes(8), id="an entry in an empty array"),
        pytest.param(head("f", 8, 2, dims=2) + bytes(16), id="a side is missing"),
        pytest.param(head("f", 8, dims=255), id="dimensions out of nowhere"),
        pytest.param(head("f", 8, *[1] * 33) + bytes(8), id="a dimension too many"),
        pytest.param(head("f", 8, 2**64 - 1), id="-1 as a side"),
        pytest.param(head("f", 8, 2**63), id="a side past the signed range"),
        pytest.param(head("f", 8, 2**32, 2**32) + bytes(8), id="sides that overflow to 0"),
        pytest.param(head("f", 8, 2**61 + 1) + bytes(8), id="a size that overflows to 8"),
        pytest.param(head("f", 8, 0, 2**41), id="empty, with an impossible side"),
        pytest.param(head("f", 8, 2 * 10**8, 0), id="empty, with rows without end"),
        pytest.param(head("f", 8, 0, 2**40, 2**40), id="empty, with an impossible product"),
        pytest.param(head("O", 8, 1) + bytes(8), id="objects"),
        pytest.param(head("V", 8, 1) + bytes(8), id="void"),
        pytest.param(head("M", 8, 1) + bytes(8), id="dates"),
        pytest.param(head("S", 1, 1) + bytes(1), id="bytes"),
        pytest.param(head("U", 4, 1) + bytes(4), id="text"),
        pytest.param(head("f", 16, 1) + bytes(16), id="long double"),
        pytest.param(head("f", 1, 1) + bytes(1), id="a float of a byte"),
        pytest.param(head("b", 8, 1) + bytes(8), id="a bool of eight"),
        pytest.param(head("i", 0, 1), id="no bytes an entry"),
        pytest.param(b"\xff\x08\x00" + bytes(8), id="a kind that is no letter"),
    ],
)
@pytest.mark.parametrize("code", [INLINE, OUTSIDE])
def test_an_array_that_lies_is_refused(code, data):
    blob = bytes(64)
    with pytest.raises(WireError):
        parsed(Ext(code, data + (struct.pack("<Q", 2**63) if code == OUTSIDE else b"")), blob)


@pytest.mark.parametrize("code", [0, 3, 127, -2, -128])
def test_an_unknown_extension_is_refused(code):
    with pytest.raises(WireError):
        parsed(Ext(code, head("f", 8) + bytes(8)))


@pytest.mark.parametrize(
    "data", [struct.pack(">I", 1), struct.pack(">Q", 5), struct.pack(">Iq", 1, -5), b"", b"12345"]
)
def test_a_date_is_no_value_of_the_wire(data):
    with pytest.raises(WireError):
        parsed(Ext(-1, data))


@pytest.mark.parametrize("where", [1, 57, 64, 2**32, 2**63, 2**64 - 8])
def test_an_array_that_points_outside_its_frame_is_refused(where):
    data = head("f", 8, 8) + struct.pack("<Q", where)
    with pytest.raises(WireError, match="outside"):
        parsed(Ext(OUTSIDE, data), bytes(64))


@pytest.mark.parametrize("end", [b"", bytes(7), bytes(9), bytes(16)])
def test_an_array_needs_exactly_one_place(end):
    with pytest.raises(WireError):
        parsed(Ext(OUTSIDE, head("f", 8, 1) + end), bytes(64))


def test_an_array_at_the_very_end_of_its_frame_is_read():
    blob = bytes(56) + struct.pack("<d", 2.5)
    before = Ext(OUTSIDE, head("f", 8, 7) + struct.pack("<Q", 0))
    last = Ext(OUTSIDE, head("f", 8, 1) + struct.pack("<Q", 56))
    assert parsed([Tag.LIST.value, before, last], blob)[1].tolist() == [2.5]


@pytest.mark.parametrize(
    "tree",
    [
        [],
        ["text"],
        [None, 1],
        [True, 1],
        [0.0, 1],
        [[0], 1],
        [-1],
        [99, 1],
        [2**40],
        {"a": 1},
        [Tag.LIST, {"a": 1}],
        [Tag.LIST, []],
        [Tag.DICT, "key"],
        [Tag.DICT, "key", {}],
        [Tag.DICT, "a", 1, "b"],
        [Tag.DICT, [Tag.LIST], 1],
        [Tag.DICT, [Tag.DICT], 1],
        [Tag.DICT, [Tag.TUPLE, [Tag.LIST]], 1],
        [Tag.DICT, Ext(INLINE, head("f", 8) + bytes(8)), 1],
        [Tag.DICT, [Tag.TUPLE, Ext(INLINE, head("f", 8) + bytes(8))], 1],
        [Tag.SCALAR],
        [Tag.SCALAR, 1.0],
        [Tag.SCALAR, Ext(INLINE, head("f", 8, 1) + bytes(8))],
        [Tag.SCALAR, Ext(INLINE, head("f", 8) + bytes(8)), 1],
        [Tag.COMPLEX, 1.0],
        [Tag.COMPLEX, 1.0, 2.0, 3.0],
        [Tag.COMPLEX, 1, 2],
        [Tag.COMPLEX, "1", "2"],
        [Tag.BIG_INT],
        [Tag.BIG_INT, 5],
        [Tag.BIG_INT, ""],
        [Tag.BIG_INT, "no number"],
        [Tag.BIG_INT, "f" * 10_000],
        [Tag.BIG_INT, "1", "2"],
        [Tag.HANDLE],
        [Tag.HANDLE, 99],
        [Tag.FUNCTION, 0],
        [8],
        [8, 1],
        [8, 1, 2.0],
        [8, 1, None],
        [8, 1, [Tag.COMPLEX, 1.0, 2.0]],
        [8, "1", [Tag.LIST]],
        [8, True, [Tag.LIST]],
        [8, 1, [Tag.LIST], 2],
        [8, 1, [8, 1, [Tag.LIST]]],
        [9, 1],
    ],
)
def test_a_malformed_value_is_refused(tree):
    with pytest.raises(WireError):
        parsed(tree)


def test_trees_nested_too_deep_are_refused():
    tree = 1.0
    for _ in range(wire.MAX_DEPTH):
        tree = [Tag.LIST, tree]
    assert parsed(tree) == nested(wire.MAX_DEPTH)
    with pytest.raises(WireError, match="deep"):
        parsed([Tag.LIST, [Tag.LIST, tree]])


def test_a_received_integer_can_be_written_out():
    for sign in ("", "-"):
        for length in (1, 100, 3000, wire.MAX_INT_DIGITS - 3, wire.MAX_INT_DIGITS):
            try:
                number = parsed([Tag.BIG_INT, f"{sign}0x{'f' * length}"])
            except WireError:
                continue
            # Python refuses to write, and so to show, an integer past its own limit.
            assert str(number)


def test_the_number_of_parts_that_are_received_is_bounded():
    many = frames.MAX_NODES + 1
    body = b"\xdd" + struct.pack(">I", many) + b"\x00" + b"\xc0" * (many - 1)
    with pytest.raises(WireError):
        wire.decode(frames.parse(b"\x92\x00" + body, b"")[1], Kept())


def test_a_frame_of_nothing_but_empty_lists_does_not_fill_the_memory():
    # Each is one byte on the wire and 64 in memory: a whole frame would be four gigabytes.
    body = b"\xdd" + struct.pack(">I", 2 * frames.MAX_NODES) + b"\x90" * (2 * frames.MAX_NODES)
    with pytest.raises(WireError):
        frames.parse(b"\x92\x00" + body, b"")


def tuples_of_one_hash(count):
    """Tuples of −1 and −2, which have one hash in Python."""
    bits = count.bit_length()
    return [tuple(-1 - (number >> bit & 1) for bit in range(bits)) for number in range(count)]


def integers_of_one_hash(count):
    """Multiples of the prime that Python reduces integers by."""
    return [(2**61 - 1) * (2**64 + number) for number in range(count)]


def complexes_of_one_hash(count):
    """Numbers whose parts, weighted as Python weights them, cancel."""
    return [complex(-1_000_003.0 * number, number) for number in range(1, count + 1)]


def seconds_of(action):
    """Its processor time, the least of three, and without the garbage of the other tests.

    One collection walks all that the tests before have left: a hundred times what is measured.
    """
    times = []
    gc.disable()
    try:
        for _ in range(3):
            started = time.process_time()
            with contextlib.suppress(WireError):
                action()
            times.append(time.process_time() - started)
    finally:
        gc.enable()
    return min(times)


@pytest.mark.parametrize(
    "keys_of_one_hash", [tuples_of_one_hash, integers_of_one_hash, complexes_of_one_hash]
)
def test_keys_of_one_hash_do_not_hold_the_reader_up(keys_of_one_hash):
    def message(count):
        keys = keys_of_one_hash(count)
        assert len({hash(key) for key in keys}) == 1
        encoder = Encoder(Kept())
        flat = [Tag.DICT.value]
        for key in keys:
            flat += [encoder.pack(key), None]
        return msgspec.msgpack.encode([0, flat])

    def read_all(body):
        wire.decode(frames.parse(body, b"")[1], Kept())

    # Fifty times the keys: a quadratic reader takes 2500 times as long.
    small, large = message(200), message(10_000)
    once = seconds_of(lambda: read_all(small))
    assert seconds_of(lambda: read_all(large)) < 400 * max(once, 5e-4)


@pytest.mark.parametrize("count", [10, 1000, 1001, 5000])
@pytest.mark.parametrize(
    "key", [lambda i: (i, "a"), lambda i: 2**70 + i, lambda i: complex(i, 1), lambda i: (i,)]
)
def test_a_dict_that_is_sent_can_be_read(key, count):
    # Refused only by the reader, an honest result would look like an attempt to forge one.
    value = {key(i): i for i in range(count)}
    try:
        sent = framed(value)
    except Unsendable:
        assert count > 500
    else:
        assert read(sent)[1][0] == value


def test_a_bare_map_is_refused_before_it_is_built():
    items = b"".join(msgspec.msgpack.encode(key) + b"\xc0" for key in tuples_of_one_hash(6000))
    with pytest.raises(WireError):
        frames.parse(b"\x92\x00\xdf" + struct.pack(">I", 6000) + items, b"")
    with pytest.raises(WireError):
        frames.parse(b"\x92\x00\x80", b"")


@pytest.mark.parametrize("keys", [range(50_000), [f"name {i}" for i in range(50_000)]])
def test_a_large_dict_of_plain_keys_crosses(keys):
    value = dict.fromkeys(keys, 1.0)
    assert crossed(value) == value


# Fuzzing


def only_wire_errors(body, blob=b""):
    """Read a frame to its end as both sides do; any other exception fails the test."""
    with contextlib.suppress(WireError):
        for tree in frames.parse(body, blob)[1:]:
            wire.decode(tree, Kept())
            wire.decode(tree, Kept(), writable=True)


@settings(max_examples=250 * MANY)
@given(st.binary(max_size=200), st.binary(max_size=16))
@example(b"\x91\xd7\xff\xff\xff\xff\xff\xff\xff\xff\xff", b"")
@example(b"\x91\x81\x90\xc0", b"")
@example(b"\x91\x81\xc7\x00\x01\xc0", b"")
@example(b"\x91\x81\x81\xc0\xc0\xc0", b"")
def test_random_bytes_meet_only_wire_errors(body, blob):
    only_wire_errors(body, blob)
    # With a list in front most of what follows is reached.
    only_wire_errors(b"\x94\x07" + body, blob)


SAMPLES = [
    frames.payload([Op.VALUE.value, tree, [], [], 0, False], encoder.blobs)
    for encoder in [Encoder(Kept())]
    for tree in [
        encoder.pack(
            {
                "dw": np.arange(6.0).reshape(2, 3),
                "cost": np.float64(0.5),
                7: (1 + 2j, 2**70, "text", None, [True, b"bytes"]),
                "large": np.zeros(wire.INLINE_BYTES // 8 + 1),
            }
        )
    ]
]


@settings(max_examples=300 * MANY)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["set", "insert", "drop", "copy"]),
            st.integers(0, 400),
            st.integers(0, 255),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_a_true_frame_with_wrong_bytes_meets_only_wire_errors(edits):
    length, _, data = SAMPLES[0]
    body, blob = bytearray(data[:length]), data[length:]
    for edit, place, byte in edits:
        at = place % (len(body) or 1)
        match edit:
            case "set" if body:
                body[at] = byte
            case "insert":
                body.insert(at, byte)
            case "drop":
                del body[at : at + 1 + byte % 8]
            case "copy":
                body[at:at] = body[at : at + byte]
    only_wire_errors(bytes(body), blob)


TREES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-5, 12),
        st.floats(),
        st.sampled_from(["", "text", "0xff", "-1", b"x"]),
        st.builds(
            lambda code, kind, size, sides, tail: Ext(code, head(kind, size, *sides) + tail),
            st.sampled_from([INLINE, OUTSIDE, 0, -1]),
            st.sampled_from("fiubcOSV"),
            st.sampled_from([0, 1, 2, 4, 8, 16]),
            st.lists(st.sampled_from([0, 1, 2, 3, 2**32, 2**63, 2**64 - 1]), max_size=3),
            st.sampled_from([b"", bytes(8), bytes(16), bytes(48), b"\xff" * 8]),
        ),
    ),
    lambda inner: (
        st.builds(lambda tag, rest: [tag, *rest], st.integers(-1, 9), st.lists(inner, max_size=4))
        | st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", 1]), inner, max_size=2)
    ),
    max_leaves=8,
)


@settings(max_examples=250 * MANY)
@given(TREES)
def test_trees_that_almost_mean_something_meet_only_wire_errors(tree):
    only_wire_errors(msgspec.msgpack.encode([0, tree]), bytes(24))


@given(st.binary(max_size=40))
def test_random_frames_meet_only_wire_errors_at_the_reader(data):
    with pytest.raises(WireError):
        read(data)


def test_two_frames_keep_their_places_in_the_sequence():
    assert read(framed(1, seq=7))[0] == 7
    assert read(framed(1, seq=2**32 - 1))[0] == 2**32 - 1


def at(size, *places):
    """Arrays of so many bytes outside, which begin at these places."""
    return [Ext(OUTSIDE, head("u", 1, size) + struct.pack("<Q", place)) for place in places]


@pytest.mark.parametrize(
    "places", [(0, 0), (0, 63), (0, 65), (1,), (64, 0)], ids=["same", "over", "gap", "late", "back"]
)
def test_arrays_lie_end_to_end(places):
    """Twenty of 64 MB that were one and the same took 12 GB in the checker."""
    blob = bytes(64 * len(places) + 64)
    with pytest.raises(WireError, match="does not begin where"):
        parsed([Tag.LIST.value, *at(64, *places)], blob)


@pytest.mark.parametrize("rest", [1, 64])
def test_no_byte_of_a_frame_is_left_over(rest):
    tree = [Tag.LIST.value, *at(64, 0, 64)]
    assert len(parsed(tree, bytes(128))) == 2
    with pytest.raises(WireError, match="no array"):
        parsed(tree, bytes(128 + rest))


@pytest.mark.parametrize("dtype", ["uint8", "bool", "int16", "float32", "float64", "complex128"])
def test_an_array_weighs_what_computing_with_it_takes(dtype):
    most = frames.MOST_RETURNED // max(8, np.dtype(dtype).itemsize)
    encoder = Encoder(Kept(), frames.MOST_RETURNED)
    with pytest.raises(Unsendable, match="more than 16 MB"):
        encoder.pack(np.broadcast_to(np.zeros((), dtype), (most,)))
    whole = np.zeros(most + 1, dtype)
    kind, size = whole.dtype.kind, whole.dtype.itemsize
    body = [Ext(OUTSIDE, head(kind, size, most + 1) + struct.pack("<Q", 0))]
    with pytest.raises(WireError, match="too much together"):
        parsed([Tag.LIST.value, *body], whole.tobytes())


def test_arrays_without_an_entry_weigh_their_rows():
    body = [Ext(INLINE, head("f", 8, 1_000_000, 0))] * 3
    with pytest.raises(WireError, match="too much together"):
        parsed([Tag.LIST.value, *body])
    with pytest.raises(Unsendable):
        Encoder(Kept(), frames.MOST_RETURNED).pack([np.empty((1_000_000, 0))] * 3)


def test_a_submissions_frame_is_smaller_than_the_checkers():
    most = frames.MOST_BODY, frames.MOST_BLOB
    assert frames.read_header(HEADER.pack(1, *most), *most)
    for more in ((most[0] + 1, 0), (0, most[1] + 1)):
        with pytest.raises(WireError, match="larger than"):
            frames.read_header(HEADER.pack(1, *more), *most)


def test_whatever_a_submission_may_return_fits_its_frame():
    """Text of four bytes a character, and arrays that are hardly more than their heads."""
    encoder = Encoder(Kept(), frames.MOST_RETURNED)
    text = "\N{GRINNING FACE}" * (1 << 20)
    heads = [np.zeros((1,) * 32)] * 40_000
    with contextlib.suppress(Unsendable):
        for value in (text, text, heads, *[heads] * 9):
            tree = encoder.attempt(value)
            size, blob, _ = frames.payload([Op.VALUE.value, tree], encoder.blobs)
            assert size <= frames.MOST_BODY
            assert blob <= frames.MOST_BLOB
