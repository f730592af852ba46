"""Causes: each is recognised where it holds, and never told where it does not."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from grader.diagnosis.causes import cause_of
from grader.diagnosis.factors import constant_factor

TABLE = np.array([[1.0, 2.0, 3.0], [4.0, 5.5, 7.0]])
SQUARE = np.array([[1.0, 2.0, 0.3], [5.0, -3.0, 0.7], [0.2, 1.1, -0.4]])
ROW = np.array([0.37, -1.25, 2.5, 0.81])
X = np.array([[0.5, -1.25, 0.7, 2.0, -0.3], [2.0, 0.75, 1.1, -0.6, 0.9]])
W = np.array([[0.31, -0.72, 1.4], [0.55, 0.13, -0.9]])


def kind(found, wanted, **more):
    cause = cause_of(found, wanted, **more)
    return cause.kind if cause is not None else ""


def text(found, wanted, **more):
    cause = cause_of(found, wanted, **more)
    return cause.text if cause is not None else ""


def softmax(x, axis):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


# Told where they hold


@pytest.mark.parametrize("wanted", [TABLE, SQUARE, ROW])
@pytest.mark.parametrize("factor", [5.0, 0.5, 1 / 3, -2.0, -0.25, 1e3, 2 * np.pi, 1.01])
def test_a_constant_factor(wanted, factor):
    assert constant_factor(factor * wanted, wanted) == pytest.approx(factor)
    assert kind(factor * wanted, wanted) == "factor"


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (5.0, "5 times"),
        (-3.0, "−3 times"),
        (0.2, "1/5 of"),
        (0.8, "4/5 of"),
        (1.5, "3/2 times"),
        (255 / 256, "255/256 of"),
        (np.pi, "3.14159 times"),
    ],
)
def test_a_factor_is_told_as_people_write_it(factor, words):
    turned = " The minus is a mistake of its own." if factor < 0 else ""
    assert text(factor * ROW, ROW) == f"Everywhere it is {words} what it must be.{turned}"


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (5.0, "X has 5 columns: is it a sum in place of a mean?"),
        (0.2, "X has 5 columns: is it a mean in place of a sum?"),
        (2.0, "W has 2 rows: is it that 2, or a 2 of the formula?"),
        (0.05, "alpha is 0.05."),
        (20.0, "1/alpha is 20."),
        (0.95, "1 − alpha is 0.95."),
    ],
)
def test_a_factor_that_is_an_input_is_named(factor, words):
    known = {"W": W, "alpha": 0.05} | ({} if factor == 2.0 else {"X": X})
    assert text(factor * ROW, ROW, known=known).endswith(f", and {words}")


def test_all_inputs_of_that_length_are_named_together():
    known = {"X": X, "Y": X[:1], "cache": {"A": X + 1}}
    assert "X, Y and A have 5 columns" in text(5 * ROW, ROW, known=known)


def test_inputs_of_another_length_are_not_named():
    assert text(7 * ROW, ROW, known={"X": X, "b": 1.0}).endswith("7 times what it must be.")


@pytest.mark.parametrize("wanted", [TABLE, SQUARE, ROW, 0.3, np.array([[2.0]])])
def test_a_wrong_sign_is_not_called_a_factor(wanted):
    said = text(-np.asarray(wanted), wanted)
    assert said.startswith("The sign is wrong")
    assert "times" not in said
    assert ("everywhere" in said) == (np.size(wanted) > 1)


def test_zeros_are_not_called_zero_times():
    assert text(np.zeros((2, 3)), TABLE) == "It is zero everywhere."


def test_what_came_back_is_an_argument():
    assert text(W, W - 0.1 * W**2, known={"X": X, "w": W}) == "It is w, just as it was handed in."
    assert "W1" in text(W, W - 0.1 * W**2, known={"parameters": {"W1": W}})


def test_a_transpose():
    assert kind(SQUARE.T, SQUARE) == "transpose"


def test_a_sum_over_the_other_axis_of_a_square():
    x = np.array([[1.0, 2.0], [3.5, -1.0]])
    assert kind(softmax(x, 0), softmax(x, 1)) == "axis"
    assert "Each column adds up to 1, and it is each row that must" in text(
        softmax(x, 0), softmax(x, 1)
    )
    rows = TABLE / np.linalg.norm(TABLE, axis=1, keepdims=True)
    columns = TABLE / np.linalg.norm(TABLE, axis=0, keepdims=True)
    assert text(columns, rows).startswith("The squares in each column add up to 1")
    assert text(TABLE - TABLE.mean(axis=1, keepdims=True), TABLE - TABLE.mean(axis=0)).startswith(
        "Each row adds up to 0"
    )


B = np.array([[0.25], [-0.5]])


@pytest.mark.parametrize(
    ("found", "wanted", "words"),
    [
        (W @ X[[0, 1, 0]], W @ X[[0, 1, 0]] + B, "With b added it would be right"),
        (W @ X[[0, 1, 0]] + B, W @ X[[0, 1, 0]], "With b taken away it would be right"),
        (W**2, W**2 + 0.7 * W, "With 0.7 times W added it would be right"),
        (W**2 + 0.3 * W, W**2, "With 0.3 times W taken away it would be right"),
        (ROW + 0.3, ROW, "With alpha taken away it would be right"),
        (ROW - 0.3, ROW, "With alpha added it would be right"),
        (ROW + 0.4, ROW, "Everywhere it is 0.4 too large"),
        (ROW - 0.4, ROW, "Everywhere it is 0.4 too small"),
    ],
)
def test_a_term_that_is_missing_or_too_many(found, wanted, words):
    assert text(found, wanted, known={"W": W, "b": B, "alpha": 0.3}).startswith(words)


def test_a_term_for_each_row_or_column_that_no_input_is():
    assert text(TABLE + np.array([[0.1], [0.2]]), TABLE).startswith("Each row is off by one amount")
    assert text(TABLE + np.array([0.1, 0.2, 0.0]), TABLE).startswith(
        "Each column is off by one amount"
    )


def test_an_upstream_gradient_that_is_left_out():
    upstream = np.array([[0.3, -2.0, 1.1], [1.5, 0.1, 0.4]])
    slope = 1 - np.tanh(W) ** 2
    known = {"dA": upstream, "Z": W}
    assert text(slope, upstream * slope, known=known).startswith("Multiplied by dA")
    assert text(upstream**2 * slope, upstream * slope, known=known).startswith("Divided by dA")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (np.square, "Its square root is"),
        (np.sqrt, "Its square is"),
        (np.exp, "Its logarithm is"),
        (np.log, "Its exponential is"),
        (lambda x: 1 - x, "1 minus it is"),
        (lambda x: 1 / x, "1 divided by it is"),
    ],
)
def test_the_right_numbers_in_another_form(form, words):
    wanted = np.array([0.2, 0.7, 2.5])
    assert text(form(wanted), wanted) == f"{words} what must come back."


def test_a_lost_sign():
    assert "came back positive" in text(np.abs(ROW), ROW)
    assert "absolute value" in text(ROW, np.abs(ROW))


@pytest.mark.parametrize("cut", [np.trunc, np.round])
def test_numbers_cut_to_whole_ones(cut):
    assert kind(cut(TABLE * 1.3), TABLE * 1.3) == "whole"


def test_the_right_numbers_in_another_order():
    assert kind(TABLE.reshape(6)[::-1], TABLE.reshape(6)) == "reversed"
    assert kind(TABLE.T.reshape(2, 3), TABLE) == "order"


@pytest.mark.parametrize(
    ("wrong", "words"), [(W < 0, "negative"), (W > 0, "positive")], ids=["negative", "positive"]
)
def test_wrong_exactly_where_an_input_has_a_sign(wrong, words):
    def said(times):
        z, places = np.tile(W, times), np.tile(wrong, times)
        wanted = np.where(places, 0.1 * z, z)
        return text(np.where(places, 3.3 * z**2 + 1, wanted), wanted, known={"z": z})

    assert said((3, 1)) == f"It is wrong exactly where z is {words}; elsewhere it is right."
    assert "exactly where" not in (said((1, 1)) or "")  # so few have one sign by chance


def test_only_one_row_one_column_or_the_diagonal_is_wrong():
    noise = np.array([[0.1, -0.7, 0.4], [1.2, 0.3, -0.5], [0.6, 0.9, -0.2]])
    row, column = np.zeros((3, 3)), np.zeros((3, 3))
    row[1], column[:, 2] = 1, 1
    assert text(SQUARE + noise * row, SQUARE) == "Only row 1 is wrong; the others are right."
    assert "Only column 2 is wrong" in text(SQUARE + noise * column, SQUARE)
    assert text(SQUARE + noise * np.eye(3), SQUARE) == "Only the diagonal is wrong."


@pytest.mark.parametrize(
    ("wrong", "kind_"), [(np.nan, "nan"), (np.inf, "infinite"), (-np.inf, "infinite")]
)
def test_numbers_that_are_none(wrong, kind_):
    found = TABLE.copy()
    found[0, 1] = wrong
    assert kind(found, TABLE) == kind_
    assert kind(np.asarray(wrong), np.asarray(1.0)) == kind_


def test_what_cannot_be_checked_is_left_out():
    found, checkable = 3 * SQUARE, np.ones((3, 3), bool)
    found[0, 0], checkable[0, 0] = 77.0, False
    assert text(found, SQUARE, checkable=checkable).startswith("Everywhere it is 3 times")
    assert not kind(found, SQUARE)
    found[1, 1] = np.nan
    assert kind(found, SQUARE, checkable=checkable) == "nan"
    assert not kind(found, SQUARE, checkable=np.zeros((3, 3), bool))


# Not told where they do not hold


@pytest.mark.parametrize("factor", [1.37, 0.9, 2.5, 3.0, 16.0, -2.0, -0.5, 1 / 255])
def test_one_number_is_in_some_ratio_to_any_other(factor):
    for wanted in (np.asarray(0.3), np.array([[0.3]]), np.array([0.0, 0.3, 0.0])):
        assert not kind(factor * wanted, wanted)
        assert not kind(factor * wanted, wanted, known={"X": np.ones((7, 6)), "c": 0.77})


@pytest.mark.parametrize("factor", [2.0, 0.5])
def test_one_number_may_be_twice_or_half_of_what_it_must_be(factor):
    assert kind(0.3 * factor, 0.3) == "factor"


@pytest.mark.parametrize(
    ("factor", "known"), [(5.0, {"X": X}), (0.2, {"X": X}), (-5.0, {"X": X}), (0.77, {"c": 0.77})]
)
def test_one_number_may_be_off_by_a_factor_that_is_an_input(factor, known):
    assert kind(0.3 * factor, 0.3, known=known) == "factor"


@pytest.mark.parametrize(
    "found", [1.4, 0.7, np.array([0.5]), np.array([[0.21]]), np.sqrt(0.3), 0.09]
)
def test_one_number_shows_no_structure(found):
    wanted = np.full(np.shape(found), 0.3)
    assert not kind(found, wanted, known={"b": 1.1, "x": X})


def test_one_entry_off_is_no_factor():
    found = 2 * TABLE
    found[0, 0] += 1e-3
    assert not kind(found, TABLE)


def test_a_factor_says_little_where_every_answer_points_that_way():
    x = X[:, :1]
    assert not kind(0.1273 * x, 0.49 * x, known={"x": x})
    assert kind(0.1273 * x, 0.49 * x) == "factor"


def test_rounding_is_no_factor_of_one():
    rng = np.random.default_rng(0)
    wanted = rng.normal(size=50)
    assert not kind(wanted * (1 + 4e-6 * rng.uniform(-1, 1, size=50)), wanted)


def test_of_what_points_along_an_input_no_multiple_is_called_missing():
    found = 1e-9 * X
    assert "added" not in text(found, 3 * X, known={"X": X})


def test_a_multiple_that_is_fitted_to_one_size_proves_nothing():
    z = np.array([-1.0986, 0.0, 1.0986])
    found = (1 + np.tanh(z)) / 2
    assert "times z" not in text(found, 1 / (1 + np.exp(-z)), known={"z": z})


def test_a_zero_that_comes_out_right_is_no_sign_of_anything():
    x = np.array([[0.0, 3.0], [0.0, 4.0]])
    assert "exactly where" not in text(x**2 + x / 3, 0.2 * x + x**3, known={"x": x})


def test_labels_show_no_order():
    assert kind(np.array([0.0, 1.0, 1.0]), np.array([1.0, 1.0, 0.0])) == ""


def test_what_adds_up_along_both_axes_is_along_the_right_one():
    wanted = np.array([[0.3, 0.9], [0.7, 0.1]])
    both = np.array([[0.2, 0.8], [0.8, 0.2]])
    assert "axis" not in kind(both, wanted)


def test_a_value_that_is_right_has_no_cause():
    assert cause_of(TABLE, TABLE) is None
    assert cause_of(np.zeros((0, 3)), np.zeros((0, 3))) is None
    assert cause_of(np.full(2, np.nan), np.array([np.inf, 1.0])) is None


NUMBERS = st.floats(-9, 9, allow_subnormal=False).map(lambda x: round(x, 3))
PAIRS = npst.array_shapes(min_dims=0, max_dims=3, max_side=4).flatmap(
    lambda shape: st.tuples(
        npst.arrays(np.float64, shape, elements=NUMBERS),
        npst.arrays(np.float64, shape, elements=NUMBERS),
        npst.arrays(np.float64, shape, elements=NUMBERS),
    )
)


def near(one, other):
    return np.allclose(one, other, rtol=1e-5, atol=2e-6 * max(1.0, np.abs(other).max(initial=0)))


def holds(said, found, wanted, x):
    """Whether what is claimed of these arrays is so, computed in another way."""
    if ratio := re.search(r"it is (−?)([\d./e-]+) (?:times|of) what", said, re.IGNORECASE):
        top, _, below = ratio[2].partition("/")
        size = float(top) / float(below or 1)
        return near(found, (-size if ratio[1] else size) * wanted)
    if said.startswith("The sign"):
        return near(found, -wanted)
    if said.startswith("It is zero"):
        return not found.any()
    if said.startswith("It is x"):
        return np.array_equal(found, x)
    if "transpose" in said:
        return near(found.T, wanted)
    if "order" in said:
        return near(np.sort(found, axis=None), np.sort(wanted, axis=None))
    if term := re.match(r"With (?:([\d.e-]+) times )?x (added|taken away)", said):
        size = float(term[1] or 1) * (1 if term[2] == "added" else -1)
        return near(found + size * x, wanted)
    if said.startswith("Multiplied"):
        return near(found * x, wanted)
    if said.startswith("Divided"):
        return near(found / x, wanted)
    if off := re.match(r"Everywhere it is ([\d.e-]+) too (large|small)", said):
        return near(found - wanted, float(off[1]) * (1 if off[2] == "large" else -1))
    if said.startswith("It is wrong exactly"):
        sign = -1 if "negative" in said else 1 if "positive" in said else 0
        return np.array_equal(~np.isclose(found, wanted, rtol=2e-6), np.sign(x) == sign)
    if only := re.match(r"Only (row|column) (\d+)", said):
        rest = np.delete(found - wanted, int(only[2]), axis=0 if only[1] == "row" else 1)
        return near(rest, 0)
    if "diagonal" in said:
        return near((found - wanted)[~np.eye(*found.shape, dtype=bool)], 0)
    if line := re.match(r"Each (row|column) is off", said):
        return near(np.ptp(found - wanted, axis=1 if line[1] == "row" else 0), 0)
    if said.startswith("It is cut"):
        return np.array_equal(found, np.round(found))
    forms = {
        "Its square root": np.sqrt, "Its square ": np.square, "Its logarithm": np.log,
        "Its exponential": np.exp, "1 minus": lambda v: 1 - v, "1 divided": lambda v: 1 / v,
        "Its absolute": np.abs,
    }  # fmt: skip
    for start, form in forms.items():
        if said.startswith(start):
            return near(form(found), wanted)
    if "came back positive" in said:
        return near(found, np.abs(wanted)) and (wanted < 0).any()
    if axis := re.match(r"(?:Each|The squares in each) (row|column) adds? up to (\S+),", said):
        power = 2 if said.startswith("The sq") else 1
        along = 1 if axis[1] == "row" else 0
        return near((found**power).sum(axis=along), float(axis[2])) and near(
            (wanted**power).sum(axis=1 - along), float(axis[2])
        )
    raise AssertionError(f"no test of {said!r}")


@settings(max_examples=300)
@given(PAIRS)
def test_random_numbers_have_only_causes_that_hold(arrays):
    found, wanted, x = arrays
    cause = cause_of(found, wanted, {"x": x})
    if cause is not None:
        with np.errstate(all="ignore"):
            assert holds(cause.text, found, wanted, x), cause.text


@settings(max_examples=300)
@given(PAIRS, st.integers(0, 9), st.sampled_from([2.0, -1.0, 3.0, 0.25, 1.5]))
def test_numbers_made_wrong_on_purpose_have_only_causes_that_hold(arrays, way, number):
    wanted, other, x = arrays
    with np.errstate(all="ignore"):
        found = (
            number * wanted, wanted + number, wanted * x, wanted + number * x, wanted.T,
            np.flip(wanted), np.where(x < 0, other, wanted), wanted / x, np.abs(wanted), wanted**2,
        )[way]  # fmt: skip
    if found.shape != wanted.shape or not np.isfinite(found).all():
        return
    cause = cause_of(found, wanted, {"x": x})
    if cause is not None:
        with np.errstate(all="ignore"):
            assert holds(cause.text, found, wanted, x), cause.text


@settings(max_examples=100)
@given(
    npst.arrays(np.float64, st.integers(2, 4).map(lambda n: (n, n)), elements=NUMBERS), st.data()
)
def test_a_symmetric_table_is_never_called_a_transpose(half, data):
    wanted = half + half.T
    found = data.draw(npst.arrays(np.float64, wanted.shape, elements=NUMBERS))
    assert kind(found, wanted) != "transpose"
    assert kind(wanted, wanted) == ""
