"""Values as text: it can be pasted, it is short, and it runs nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from grader.authoring import close
from grader.calls.call import Handle
from grader.diagnosis.explain import READ
from grader.show import (
    MOST_CHARACTERS,
    MOST_ENTRIES,
    MOST_WRITTEN,
    code,
    is_whole,
    kind_of,
    shape,
    source,
)

HANDLE = Handle(0, "an object of class Node", None)


def pasted(text):
    return eval(text, {"np": np})


NUMBERS = st.one_of(
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.complex_numbers(allow_nan=False, allow_infinity=False),
)
ARRAYS = npst.arrays(
    st.sampled_from(
        "bool int8 int32 int64 uint8 uint64 float16 float32 float64 complex64 complex128".split()
    ).map(np.dtype),
    npst.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
    elements=st.integers(0, 1),
)
SCALARS = ARRAYS.filter(lambda array: array.size > 0).map(lambda array: array.flat[0])
PLAIN = st.recursive(
    st.one_of(st.none(), NUMBERS, st.text(max_size=20)),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text("ab", max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=80)
@given(PLAIN)
def test_plain_values_can_be_pasted(value):
    back = pasted(code(value))
    assert type(back) is type(value)
    assert repr(back) == repr(value)


@settings(max_examples=60)
@given(ARRAYS)
def test_arrays_can_be_pasted(value):
    back = pasted(code(value))
    assert back.dtype == value.dtype
    assert back.shape == value.shape
    assert np.array_equal(back, value)


@settings(max_examples=60)
@given(SCALARS)
def test_numbers_of_numpy_can_be_pasted(value):
    back = pasted(code(value))
    assert back == value
    assert np.asarray(back).dtype == value.dtype


@settings(max_examples=60)
@given(ARRAYS, st.floats(1e-9, 1e9))
def test_what_is_rounded_for_reading_keeps_its_dtype_and_passes_for_what_it_was(value, scale):
    if value.dtype.kind in "fc" and value.dtype.itemsize > 4:
        value = np.asarray(value * scale, dtype=value.dtype)
    back = pasted(code(value, digits=READ))
    assert back.dtype == value.dtype
    close(back, value) if value.dtype.kind != "c" else np.testing.assert_allclose(back, value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.array([1.0, -2.5]), "np.array([1.0, -2.5])"),
        (np.array([[1, 2]]), "np.array([[1, 2]])"),
        (np.array([True]), "np.array([True])"),
        (np.array([1.5], dtype=np.float32), "np.array([1.5], dtype=np.float32)"),
        (np.array([np.nan, np.inf, -np.inf]), "np.array([np.nan, np.inf, -np.inf])"),
        (np.array(2.5), "np.array(2.5)"),
        (np.zeros((0, 3)), "np.empty((0, 3), dtype=np.float64)"),
        (np.zeros(0), "np.array([], dtype=np.float64)"),
        (np.float64(0.1), "0.1"),
        (np.int64(3), "3"),
        (np.uint8(3), "np.uint8(3)"),
        (np.float32(0.5), "np.float32(0.5)"),
        (np.bool_(True), "True"),
        (float("nan"), "np.nan"),
        ((1,), "(1,)"),
        ((), "()"),
        ({"a": [1, None]}, "{'a': [1, None]}"),
        ("it's\n", '"it\'s\\n"'),
        (HANDLE, "an object of class Node"),
        ([HANDLE], "[an object of class Node]"),
    ],
)
def test_values_as_python(value, text):
    assert code(value) == text


@pytest.mark.parametrize(
    "value", [complex("nan"), complex(1, float("inf")), np.array([complex(0, -np.inf)])]
)
def test_a_complex_number_that_is_not_finite_can_be_pasted_too(value):
    back = pasted(code(value))
    assert np.array_equal(np.asarray(back), np.asarray(value), equal_nan=True)


def test_digits_round_floats_wherever_they_are():
    third = 1 / 3
    assert code({"a": [third, (np.array([third]), np.float64(third), 7)]}, digits=3) == (
        "{'a': [0.333, (np.array([0.333]), 0.333, 7)]}"
    )


def test_a_long_array_is_described():
    assert code(np.zeros(MOST_ENTRIES)).startswith("np.array([0.0")
    text = code(np.zeros((MOST_ENTRIES, 2)))
    assert text == (
        f"an array of shape ({MOST_ENTRIES}, 2) ({2 * MOST_ENTRIES} entries), beginning with "
        "0.0, 0.0, 0.0, 0.0"
    )


LONG = {
    "W1": np.arange(24.0).reshape(3, 8) / 7,
    "b1": np.array([[1.5], [-22.25], [0.125]]),
    "more": ["tanh", (np.eye(5, dtype=np.float32), {"a": np.arange(30), "b": [1.5] * 20})],
}


def test_a_long_value_has_a_row_or_an_entry_on_each_line():
    value = {"W1": np.array([[0.06, -10.5], [-0.07, 0.5]]), "b1": np.array([[-0.07], [1e-7]])}
    assert code(value) == (
        "{\n    'W1': np.array([[0.06, -10.5], [-0.07, 0.5]]),\n"
        "    'b1': np.array([[-0.07], [1e-07]]),\n}"
    )
    assert code(np.arange(40).reshape(2, 20)).splitlines()[1:] == [
        "    [ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19],",
        "    [20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39],",
        "])",
    ]


@pytest.mark.parametrize("value", [LONG, [LONG["W1"], 2], (LONG["W1"], {"c": 1}), LONG["W1"]])
def test_a_value_on_many_lines_can_be_pasted(value):
    assert "\n" in source(value)
    assert repr(pasted(source(value))) == repr(value)


@settings(max_examples=60)
@given(PLAIN | ARRAYS)
def test_the_source_of_a_short_value_is_its_code(value):
    assert source(value) == code(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.zeros((64, 100)), "an array of shape (64, 100) and dtype float64"),
        ({"W1": np.zeros((64, 100)), "b": 1}, "a dict of 'W1' (64, 100), 'b' the int 1"),
        (list(range(10_000)), "a list of 10000"),
        ([np.zeros(200)] * 3, "a list of 3"),
        ("x" * 300, "a string"),
        (HANDLE, "an object of class Node"),
        ([[list(range(40))] * 40] * 40, "a list of 40"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_source_of_a_long_value_can_be_pasted_too(value, words):
    text = source(value)
    assert text == f"...  # {words}"
    assert pasted(text) is ...
    assert not (is_whole(value) and len(code(value)) < MOST_CHARACTERS)


@pytest.mark.parametrize(
    "value",
    [
        list(range(10_000)),
        tuple(range(10_000)),
        {str(i): i for i in range(10_000)},
        "x" * 10_000,
        ["x" * 1000] * 1000,
        10**4000,
        [[list(range(40))] * 40] * 40,
    ],
    ids=lambda value: type(value).__name__,
)
def test_long_values_are_cut(value):
    text = code(value)
    assert len(text) < MOST_CHARACTERS + 60
    assert "…" in text


def test_a_list_just_short_enough_is_whole():
    assert "…" not in code(list(range(MOST_ENTRIES)))
    assert "…" in code(list(range(MOST_ENTRIES + 1)))


def test_no_line_breaks_or_control_characters_come_out_of_a_string():
    text = code(["a\nb\x1b[31m\r\u202e", {"k\n": "\0"}])
    assert text.isprintable()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "None"),
        (True, "the bool True"),
        (3, "the int 3"),
        (2.5, "the float 2.5"),
        (1j, "the complex 1j"),
        (np.zeros((2, 3)), "an array of shape (2, 3) and dtype float64"),
        (np.array(1), "an array of shape () and dtype int64"),
        (np.float32(1), "a float32 scalar"),
        ("text", "a string"),
        ([1, 2], "a list of 2"),
        ((), "a tuple of 0"),
        ({"a": 1}, "a dict of 1"),
        (HANDLE, "an object of class Node"),
    ],
)
def test_what_a_value_is_in_words(value, words):
    assert kind_of(value) == words


def test_a_shape_is_written_in_plain_integers():
    assert shape(np.zeros((2, 0))) == "(2, 0)"
    assert shape(np.array(1)) == "()"
    assert shape(np.zeros(3)) == "(3,)"


def test_an_array_of_no_entries_is_written_at_once_however_many_rows_it_has():
    value = np.empty((10**9, 0, 7))
    assert code(value) == source(value) == "np.empty((1000000000, 0, 7), dtype=np.float64)"


class Counted(dict):
    """A dict that knows how much of it has been looked at."""

    looked = 0

    def items(self):
        for item in super().items():
            self.looked += 1
            yield item


@pytest.mark.parametrize("show", [code, source])
def test_what_is_cut_is_not_written_out_first(show):
    row = np.linspace(0.0, 1.0, 100)
    many = Counted({str(number): row for number in range(70_000)})
    text = show(many)
    assert len(text) < 2 * MOST_CHARACTERS
    assert many.looked < 5_000


def test_of_what_is_far_too_long_the_beginning_is_shown():
    many = {str(number): 1.5 for number in range(200_000)}
    text = code(many)
    assert text.startswith("{'0': 1.5, '1': 1.5, ")
    assert text.endswith(f"… (more than {MOST_WRITTEN} characters in all)")
    assert len(text) < MOST_CHARACTERS + 60


def test_a_table_of_tables_is_cut_as_well():
    def tables(depth):
        return [tables(depth - 1)] * 60 if depth else 0.5

    text = code({"a": tables(4)})
    assert text.startswith("{'a': [[[[0.5, 0.5")
    assert len(text) < MOST_CHARACTERS + 60
