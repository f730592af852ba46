"""Comparing: right is right in any form, wrong is wrong, and a named cause holds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra import numpy as npst

from grader.authoring.behaviour import (
    fresh,
    quiet,
    refuses,
    refuses_unknown,
    steps_do_not_grow,
    unchanged,
)
from grader.authoring.compare import close, equal
from grader.authoring.failure import Failure
from grader.authoring.forms import (
    array,
    classes,
    entries,
    finite,
    numbers,
    require,
    scalar,
    sequence,
    unpack,
)
from grader.calls.call import Handle
from grader.outcome import Observation, StudentRaised, TimedOut
from grader.show import code

from ..conftest import likely_cause, trusted


@pytest.fixture(autouse=True)
def as_in_a_check():
    """A check compares infinities and NaNs without NumPy's warnings."""
    with np.errstate(all="ignore"):
        yield


def failure(function, *args, **kwargs):
    with pytest.raises(Failure) as caught:
        function(*args, **kwargs)
    return caught.value


def says(got, want, **how):
    return failure(close, got, want, **how).message


def why(function, *args, known=None, **kwargs):
    """The likely cause that a failure gives, or ""."""
    return likely_cause(failure(function, *args, **kwargs).facts, known or {})


HANDLE = Handle(0, "an object of class Node", None)
TABLE = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]])
SQUARE = np.array([[1.0, 2.0], [5.0, -3.0]])


# What is close


@pytest.mark.parametrize(
    "got",
    [
        2,
        2.0,
        np.float64(2.0),
        np.float32(2.0),
        np.int8(2),
        np.array(2.0),
        np.array([2.0]),
        np.array([[2.0]]),
        2.0 + 1e-9,
    ],
)
@pytest.mark.parametrize("want", [2.0, np.array(2.0), np.float64(2.0), 2])
def test_a_number_may_come_in_any_scalar_form(got, want):
    close(got, want)


@pytest.mark.parametrize(
    "got",
    [
        TABLE,
        TABLE.tolist(),
        tuple(map(tuple, TABLE)),
        list(TABLE),
        np.asfortranarray(TABLE),
        TABLE.astype(np.float32),
        TABLE.astype(np.int64),
        TABLE.astype(np.uint8),
        TABLE + 1e-9,
    ],
)
def test_a_table_may_come_in_any_form_of_its_shape(got):
    close(got, TABLE)


def test_a_bool_counts_as_a_number_unless_a_dtype_is_asked_for():
    close(np.array([True, False]), np.array([1.0, 0.0]))
    assert "must hold floats" in says(np.array([True]), np.array([1.0]), dtype="float")
    assert "must hold integers" in says(np.array([True]), np.array([1]), dtype="int")


def test_a_dtype_may_be_demanded():
    close(TABLE, TABLE, dtype="float")
    close(TABLE.astype(np.float32), TABLE, dtype="float")
    close(np.array([1, 2]), np.array([1, 2]), dtype="int")
    close(np.array([1, 2], dtype=np.uint8), np.array([1, 2]), dtype="int")
    assert "floats; its dtype is int64" in says(TABLE.astype(np.int64), TABLE, dtype="float")
    assert "integers; its dtype is float64" in says(np.ones(2), np.array([1, 1]), dtype="int")


@pytest.mark.parametrize(
    "got",
    [[[0, 1, 1]], [0, 1, 1], (False, True, True), np.array([[0, 1, 1]], np.uint8), [[-0.0, 1, 1]]],
)
def test_the_classes_of_one_row_may_come_flat_and_in_any_form(got):
    found = classes(got, (1, 3))
    assert found.dtype == np.float64
    assert found.tolist() == [[0.0, 1.0, 1.0]]


@pytest.mark.parametrize(
    ("got", "shape", "law"),
    [
        ([[0.0, 0.5]], (1, 2), "the prediction must hold only 0 and 1"),
        ([[0.0, np.nan]], (1, 2), "the prediction must hold only 0 and 1"),
        ([0, 1], (2, 1), "must have shape (2, 1)"),
        ([0, 1], (2, 2), "must have shape (2, 2)"),
        ([[0], [1]], (1, 2), "must have shape (1, 2) or (2,)"),
    ],
)
def test_classes_are_0_and_1_and_as_many_as_there_must_be(got, shape, law):
    assert law in failure(classes, got, shape).message


def test_unsigned_integers_are_subtracted_without_wrapping_around():
    small = np.array([0, 3], dtype=np.uint8)
    close(small, np.array([0.0, 3.0]))
    assert "1 of 2 entries differs" in says(small, np.array([1.0, 3.0]))
    message = says(np.array([0, 5], np.uint8), np.array([200, 5], np.uint8), dtype="int")
    assert "[0]: 0 in place of 200" in message


@given(
    npst.array_shapes(min_dims=0, max_dims=3, max_side=4),
    npst.array_shapes(min_dims=0, max_dims=3, max_side=4),
)
def test_close_never_broadcasts(one, other):
    got, want = np.ones(one), np.ones(other)
    scalars = want.ndim == 0 and got.size == 1 and got.ndim <= 2
    if one == other or scalars:
        close(got, want)
    else:
        with pytest.raises(Failure, match=r"shape|single number"):
            close(got, want)


@pytest.mark.parametrize(
    "got", [1.0, np.ones(1), np.ones((1, 1)), np.ones((3, 1)), np.ones((1, 3)), np.ones((2, 3))]
)
def test_what_numpy_would_stretch_is_not_close(got):
    failure(close, got, np.ones(3))


@pytest.mark.parametrize(
    "got",
    [
        None,
        "text",
        b"bytes",
        {"a": 1},
        HANDLE,
        [1, "two"],
        [[1], [2, 3]],
        [None],
        [HANDLE],
        [{}],
        [[[]], 1],
        np.array([1 + 2j, 0]),
        [1j, 0],
        [10**400, 1.5],
        1j,
        float,
    ],
    ids=lambda value: repr(value)[:30],
)
@pytest.mark.parametrize("want", [0.5, np.ones(2), np.ones((1, 2))])
def test_what_is_no_number_is_the_students_mistake(got, want):
    assert failure(close, got, want).got is got


@pytest.mark.parametrize("size", [1, 2, 5])
@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_a_nan_or_an_infinity_is_never_close_to_a_number(size, wrong):
    got, want = np.ones(size), np.ones(size)
    got[-1] = wrong
    message = says(got, want)
    assert ("NaN" in message) == np.isnan(wrong)
    assert ("infinite" in message) == np.isinf(wrong)
    failure(close, float(wrong), 1.0)


@pytest.mark.parametrize("want", [np.inf, -np.inf])
def test_only_that_infinity_is_close_to_an_infinity(want):
    close(want, want)
    close(np.array([1.0, want]), np.array([1.0, want]))
    for got in (1.0, -want, np.nan, 1e308):
        failure(close, got, want)
        failure(close, np.array([1.0, got]), np.array([1.0, want]))


def test_a_nan_is_not_said_where_one_is_wanted_too():
    want = np.array([np.nan, 1.0, 2.0])
    assert "NaN" not in says(np.array([np.nan, 1.0, 5.0]), want).split(";")[0]


def test_tolerances_are_relative_to_what_is_wanted_plus_the_absolute_one():
    want = np.array([1000.0, 0.0])
    close(np.array([1000.9, 0.0]), want, rtol=1e-3, atol=0)
    failure(close, np.array([1001.1, 0.0]), want, rtol=1e-3, atol=0)
    close(np.array([1000.0, 0.09]), want, rtol=0, atol=0.1)
    failure(close, np.array([1000.0, 0.11]), want, rtol=0, atol=0.1)
    failure(close, np.array([1000.0, 1e-7]), want)


def test_a_failure_carries_both_values():
    fault = failure(close, TABLE + 1, TABLE, what="A")
    assert fault.got is not None
    assert fault.want is TABLE
    assert fault.message.startswith("A: 6 of 6 entries differ;")


@pytest.mark.parametrize("got", [np.array([1.5, 2]), np.array([1, 3]), np.array([[1, 2]])])
@pytest.mark.parametrize("dtype", ["float", "int"])
@pytest.mark.parametrize("made_as", [np.uint8, np.int64, np.float64])
def test_what_must_come_back_is_shown_in_a_dtype_that_passes(got, dtype, made_as):
    right = np.array([1, 2], dtype=made_as)
    shown = failure(close, got, right, dtype=dtype).want
    assert isinstance(shown, np.ndarray)
    close(shown, right, dtype=dtype)


def test_the_worst_entry_is_named():
    got = TABLE.copy()
    got[0, 1] += 0.5
    got[1, 2] -= 3.0
    message = says(got, TABLE)
    assert "2 of 6 entries differ;" in message
    assert "[1, 2]: 4 in place of 7" in message


def test_a_right_entry_is_never_the_worst():
    message = says(np.array([1e12 + 1e3, 2.0]), np.array([1e12, 1.0]))
    assert "[1]: 2 in place of 1" in message


def test_a_number_is_shown_beside_what_it_must_be():
    assert says(3.5, 2.25, what="cost") == "cost is 3.5 and must be 2.25"


@pytest.mark.parametrize(
    "got", [TABLE + 1, TABLE + np.eye(2, 3), TABLE * np.nan, [[1, "a"]], TABLE.T, None, 3.0]
)
@pytest.mark.parametrize("compare", [close, equal])
def test_no_verb_agrees_with_what_may_be_one_or_many(compare, got):
    message = failure(compare, got, TABLE, what="the classes").message
    assert message.startswith(("the classes: ", "the classes must "))


def test_the_only_entry_of_an_array_is_one():
    message = says(np.array([[1.0]]), np.array([[2.0]]), what="the classes")
    assert message == "the classes: the only entry is 1 and must be 2"


@pytest.mark.parametrize(
    ("got", "want", "how", "shown"),
    [
        (600, 603.0, {}, "603"),
        (np.int64(600), np.float64(603), {}, "603"),
        (600.0, 603.0, {"rtol": 0, "atol": 0}, "603"),
        (600.0, 603.0, {}, "603.0"),
        (600, 603.5, {}, "603.5"),
        (True, 603.0, {}, "603.0"),
    ],
)
def test_whole_numbers_are_shown_as_such(got, want, how, shown):
    assert code(failure(close, got, want, **how).want) == shown


# Causes (tests/test_causes.py and test_shapes.py have them all)


@pytest.mark.parametrize(
    ("got", "want", "words"),
    [
        (5 * TABLE, TABLE, "Everywhere it is 5 times"),
        (-TABLE, TABLE, "The sign is wrong"),
        (TABLE.T, TABLE, "transpose"),
        (TABLE.T + 1, TABLE, "Rows and columns have changed places"),
        (TABLE.sum(axis=0), TABLE.sum(axis=1), "is it the right axis?"),
        (TABLE[:1].ravel(), TABLE[:1], "An axis of length 1 is missing"),
        (TABLE[:1].T - TABLE[:1], np.array([[0, 0, 1e-3]]), "NumPy stretches a column"),
        (TABLE, TABLE.mean(), "Its mean is what must come back"),
        (np.array([0.0, np.nan]), np.ones(2), "NaN comes from"),
        (None, TABLE, "without `return`"),
        (None, 1.0, "without `return`"),
    ],
)
def test_a_failure_knows_its_cause(got, want, words):
    assert words in why(close, got, want)


def test_a_cause_may_name_what_the_call_was_given():
    known = {"X": np.ones((4, 7)), "b": 0.25}
    assert "X has 7 columns" in why(close, 7 * TABLE, TABLE, known=known)
    assert "With b added" in why(close, TABLE - 0.25, TABLE, known=known)
    assert "shape of X" in why(array, np.ones((4, 7)), (4, 1), known=known)


def test_noise_has_no_cause():
    rng = np.random.default_rng(1)
    assert why(close, SQUARE + rng.normal(size=(2, 2)), SQUARE) == ""
    assert why(close, 0.77, 0.3) == ""
    assert why(close, "text", 0.3) == ""


def test_what_differs_and_why_are_told_apart():
    fault = failure(close, 2 * TABLE, TABLE, what="dw")
    assert fault.message == ("dw: 6 of 6 entries differ; the worst is [1, 2]: 14 in place of 7")
    assert fault.what == "dw"


def test_how_many_entries_are_no_numbers_and_where_the_first_is():
    got = TABLE.copy()
    got[0, 2] = got[1, 1] = np.nan
    assert (
        says(got, TABLE) == "The result: 2 of 6 entries are NaN (not a number), the first at [0, 2]"
    )
    got = TABLE.copy()
    got[1, 0] = -np.inf
    assert says(got, TABLE, what="A") == "A: 1 of 6 entries is infinite, the first at [1, 0]"
    assert says(np.nan, 1.0, what="A") == "A is NaN (not a number)"


@pytest.mark.parametrize(
    ("function", "args", "want"),
    [
        (array, (np.ones(3), (3, 4)), "an array of shape (3, 4)"),
        (array, (None, (None, 2)), "an array of shape (any, 2)"),
        (scalar, (np.ones(3),), "a single number"),
        (sequence, (1.0,), "a list"),
        (sequence, ([1.0], 2), "2 entries"),
        (unpack, (1.0, "w", "b"), "(w, b)"),
        (entries, ([], "dw", "db"), 'a dict with "dw", "db"'),
        (numbers, ([np.nan], (1,)), "finite numbers"),
    ],
)
def test_what_must_come_back_is_said_where_no_value_is_known(function, args, want):
    assert failure(function, *args).want == want


def test_where_the_right_value_is_known_it_must_come_back():
    assert failure(close, TABLE.T, TABLE).want is TABLE
    assert failure(close, np.ones(3), 2.0).want == 2.0


# Forms


def test_require_states_the_law():
    require([1], "lists are true")
    fault = failure(require, 0, "the cost must fall", got=1.0, want=0.5)
    assert (fault.message, fault.got, fault.want) == ("the cost must fall", 1.0, 0.5)


def test_array_takes_one_of_several_shapes():
    shapes = [(3,), (1, 3)]
    for shape in shapes:
        assert array(np.ones(shape), shapes=shapes).shape == shape
    assert "shape (3,) or (1, 3)" in failure(array, np.ones((3, 1)), shapes=shapes).message


def test_none_in_a_shape_is_any_side():
    assert array([[1, 2]], (None, 2)).shape == (1, 2)
    assert "(any, 2)" in failure(array, [1, 2], (None, 2)).message
    assert array([], (0,)).size == 0


def test_an_array_without_a_shape_may_have_any():
    assert array(3.0).shape == ()
    assert array([[1.0]]).shape == (1, 1)


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (np.ones(2), "array of shape (2,)"),
        (np.ones((1, 1, 1)), "array of shape (1, 1, 1)"),
        ([1.0], "a list of 1"),
        (None, "None"),
        ("1", "a string"),
        (1j, "complex"),
        (np.complex128(1), "real number"),
        (10**30, "real number"),
        (HANDLE, "an object of class Node"),
    ],
)
def test_what_is_no_scalar_is_described(got, words):
    assert words in failure(scalar, got, "cost").message


def test_scalar_gives_a_float():
    for got in (2, True, np.int8(2), np.array([[2]]), np.float16(2)):
        assert type(scalar(got)) is float


def test_a_number_to_measure_against_is_finite():
    assert finite(np.array([[2]]), "cost") == 2.0
    for wrong in (np.nan, np.inf, -np.inf):
        assert failure(finite, wrong, "cost").message == "cost must be finite"
    assert "single number" in failure(finite, np.ones(2)).message


def test_numbers_to_compute_with_are_finite_floats_of_a_shape():
    found = numbers([[1, 2]], (1, 2))
    assert (found.dtype, found.tolist()) == (np.dtype(np.float64), [[1.0, 2.0]])
    assert numbers(np.array([[3]]), ()) == 3.0
    for got in ([[1, np.nan]], [[1, np.inf]], [1, 2], [[1], [2]], "12", None):
        failure(numbers, got, (1, 2))


def test_values_that_look_alike_are_written_out():
    assert says(1.00000123, 1.0, rtol=1e-9, atol=0) == ("The result is 1.00000123 and must be 1.0")


def test_unpack_wants_exactly_its_names():
    assert unpack((1, 2), "grads", "cost") == (1, 2)
    assert unpack([1, 2], "grads", "cost") == (1, 2)
    assert "3" in failure(unpack, (1, 2, 3), "grads", "cost").message
    for got in (None, {"grads": 1, "cost": 2}, np.ones(2), HANDLE, "ab"):
        assert "(grads, cost)" in failure(unpack, got, "grads", "cost").message


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("dW", "'dW'"),
        ("the input was 0.13", "a string"),
        ("x" * 13, "a string"),
        (("0.13", 1), "a tuple of 2"),
        (b"0.13", "bytes, 4 of them"),
        (3, "the int 3"),
    ],
)
def test_a_missing_entry_is_told_without_a_submissions_words(key, told):
    """On hidden checks they could be the inputs."""
    message = failure(entries, {key: 1, "db": 2}, "dw").message
    assert message == f"The dict has no entry \"dw\"; it holds {told}, 'db'"


def test_entries_are_found_by_key_and_others_ignored():
    assert entries({"dw": 1, "db": 2, "more": 3}, "db", "dw") == (2, 1)
    message = failure(entries, {"dW": 1}, "dw").message
    assert '"dw"' in message
    assert "dW" in message
    assert "nothing" in failure(entries, {}, "dw").message
    assert "a list of 1" in failure(entries, [1], "dw").message
    assert len(failure(entries, {"k" * 10_000: 1}, "dw").message) < 200


def test_sequence_is_a_list_of_a_length():
    for got in ([1.0, 2.0], (1.0, 2.0), np.array([1.0, 2.0])):
        assert sequence(got, 2) == [1.0, 2.0]
    assert "2 entries; it has 1" in failure(sequence, [1], 2, "costs").message
    for got in (np.ones((2, 1)), "ab", {0: 1}, None, HANDLE):
        failure(sequence, got)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        ((2, 3), [2, 3]),
        ([2, 3], (2, 3)),
        (np.array([2, 3]), [2, 3]),
        (np.int64(2), 2),
        ("text", "text"),
        (None, None),
        ({"a": (1,)}, {"a": [1]}),
        ([np.array([1]), 2], ([1], 2)),
    ],
)
def test_equal_looks_through_forms(got, want):
    equal(got, want)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        ((2, 3), (3, 2)),
        ((2,), 2),
        ([2, 3, 4], [2, 3]),
        ("a", "b"),
        (None, 0),
        (HANDLE, "an object of class Node"),
        (1.0000001, 1.0),
        ({"a": 1}, {"a": 1, "b": 2}),
    ],
)
def test_equal_is_exact(got, want):
    fault = failure(equal, got, want)
    assert (fault.got, fault.want) == (got, want)


# Laws that watch a call

SOURCE = """
import numpy as np

def loops(x):
    total = 0.0
    for value in x:
        total += value
    return total
def vectorised(x):
    return x.sum()
def writes(x, y):
    y[0] = 1.0
    return x + y
def returns_input(x):
    return x
def new(x):
    return x + 1
def divides(x):
    return 1.0 / x
def careful(x):
    with np.errstate(all="ignore"):
        return 1.0 / x
def nested_nan(x):
    return {"a": [1, (2.0, np.array([np.nan]))]}
def refuses_value(x):
    raise ValueError("no")
def refuses_assert(x):
    assert False
def refuses_own(x):
    class Mine(ValueError):
        pass
    raise Mine("no")
def refuses_index(x):
    raise IndexError("no")
def refuses_key(x):
    raise KeyError("no")
"""


@pytest.fixture(scope="module")
def student():
    return trusted(SOURCE, module="compared")


@pytest.mark.parametrize("name", ["refuses_value", "refuses_assert", "refuses_own"])
def test_a_refusal_is_a_value_error(student, name):
    refuses(getattr(student, name), 1.0)


def test_a_value_is_no_refusal(student):
    fault = failure(refuses, student.new, 1.0)
    assert (fault.got, fault.want) == (2.0, "ValueError")


def test_another_error_is_no_refusal_but_the_students_error(student):
    with pytest.raises(StudentRaised) as caught:
        refuses(student.refuses_index, 1.0)
    assert caught.value.type_name == "IndexError"
    said = "It must raise ValueError here; your code raised IndexError at line "
    assert caught.value.message.startswith(said)


@pytest.mark.parametrize("name", ["refuses_value", "refuses_assert", "refuses_key"])
def test_what_is_not_there_is_refused_by_key_error_too(student, name):
    refuses_unknown(getattr(student, name), 1.0)


def test_what_is_not_there_must_be_refused(student):
    assert failure(refuses_unknown, student.new, 1.0).want == "KeyError or ValueError"
    with pytest.raises(StudentRaised, match="must raise KeyError or ValueError here"):
        refuses_unknown(student.refuses_index, 1.0)


def test_an_input_that_was_written_into_is_named(student):
    unchanged(student.new, np.zeros(2))
    message = failure(unchanged, student.writes, np.zeros(2), np.zeros(2)).message
    assert "changed its own input" in message
    assert "argument 2" in message
    assert "argument 1" not in message


def test_a_call_that_leaves_its_input_gives_its_value(student):
    assert unchanged(student.new, np.zeros(2)).tolist() == [1.0, 1.0]


def test_a_result_that_is_the_input_is_not_fresh(student):
    fresh(student.new, np.zeros(2))
    assert "shares memory" in failure(fresh, student.returns_input, np.zeros(2)).message


def test_a_quiet_call_gives_its_value(student):
    assert quiet(student.divides, np.array([4.0])).tolist() == [0.25]


def test_a_warning_is_not_quiet(student):
    fault = failure(quiet, student.divides, np.zeros(1))
    assert fault.message == "It must not make NumPy warn"
    assert fault.want == "a value without a warning"


@pytest.mark.parametrize("name", ["careful", "nested_nan"])
def test_a_value_that_is_not_finite_is_not_quiet(student, name):
    assert "NaN or infinity" in failure(quiet, getattr(student, name), np.zeros(1)).message


class Counting:
    """A function that takes as many steps as `count` says of a size, and notes its inputs."""

    name = "f"

    def __init__(self, count, value=lambda x: x.sum()):
        self.count, self.value, self.given = count, value, []

    def observe(self, *watch, args, kwargs):
        assert watch == ("steps",)
        self.given.append(args[0])
        return Observation(self.value(args[0]), steps=self.count(len(args[0])))


def grow(function, sizes=(5, 20, 60, 300), seed=3):
    def example(rng, size):
        x = rng.normal(size=size)
        return (x,), x.sum()

    steps_do_not_grow(function, example, close, sizes=sizes, seed=seed)


def test_a_loop_over_the_examples_is_found(student):
    grow(student.vectorised)
    assert "a loop runs over the examples" in failure(grow, student.loops).message


@pytest.mark.parametrize(
    "count",
    [
        lambda size: 100 + 8 * size,
        lambda size: 100 if size > 100 else 100 + 8 * size,  # vectorised where it is large
        lambda size: 100 if size < 100 else 100 + 8 * size,
        lambda size: 100 if size in (5, 300) else 100 + 8 * size,  # where it was counted before
    ],
)
def test_a_loop_at_some_sizes_is_found(count):
    failure(grow, Counting(count))


@pytest.mark.parametrize(
    "count",
    [
        lambda size: 2400,  # as long a loop at every size
        lambda size: 7 * max(size, 300),
        lambda size: 8 * 300 if size < 100 else 8 * size,
        lambda size: 1600 if size < 300 else 1200,
    ],
)
def test_a_loop_that_is_padded_is_found(count):
    failure(grow, Counting(count))


def test_a_function_may_do_much():
    grow(Counting(lambda size: 1199))


def test_steps_may_grow_a_little():
    grow(Counting(lambda size: 180 if size == 60 else 100))
    failure(grow, Counting(lambda size: 181 if size == 60 else 100))


def test_steps_of_a_wrong_value_are_no_steps():
    assert "must be" in failure(grow, Counting(lambda _: 10, lambda x: 0.0)).message
    failure(grow, Counting(lambda _: 10, lambda x: x.sum() if len(x) < 100 else 0.0))
    failure(grow, Counting(lambda _: 10, lambda x: None))


def test_no_input_and_no_size_is_met_twice():
    function = Counting(lambda _: 10)
    for seed in range(5):
        grow(function, seed=seed)
    inputs = [x.tobytes() for x in function.given]
    assert len({*inputs}) == len(inputs) == 25
    assert len({len(x) for x in function.given[:5]}) == 5


@pytest.mark.parametrize(
    "sizes", [(10, 1000), (10, 11, 12), (5,), (40, 40, 40, 40), (5, 20, 60, 200)]
)
def test_sizes_that_tell_little_are_the_authors_fault(sizes):
    with pytest.raises(ValueError, match=r"draw\.growing"):
        grow(Counting(lambda _: 10), sizes=sizes)


@pytest.mark.parametrize("law", [unchanged, fresh, quiet, refuses])
def test_a_call_that_gave_no_value_is_no_failure_of_the_law(law):
    class Hanging:
        name = "f"

        def __call__(self, *args, **kwargs):
            raise TimedOut("too long")

        def observe(self, *watch, args, kwargs):
            raise TimedOut("too long")

    with pytest.raises(TimedOut):
        law(Hanging(), 1.0)
