"""Arrays of the wrong shape: what they are is told where it holds, and only there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra import numpy as npst

from grader.diagnosis.shapes import shape_cause

X = np.array([[0.5, -1.25, 0.7, 2.0], [2.0, 0.75, 1.1, -0.6], [0.3, 0.9, -0.2, 1.7]])
COLUMN = np.array([[0.4], [1.3], [-0.7]])


def kind(found, wanted, **more):
    cause = shape_cause(np.asarray(found), [np.shape(wanted)], wanted, **more)
    return cause.kind if cause is not None else ""


def kind_by_shape(found, *shapes, **known):
    cause = shape_cause(np.ones(found), shapes, None, known)
    return cause.kind if cause is not None else ""


# With the right numbers at hand


def test_a_transpose_is_told_by_its_numbers():
    assert kind(X.T, X) == "transpose"
    assert kind(COLUMN.T, COLUMN) == "transpose"
    assert kind(X.T + 1, X) == "sides"


@pytest.mark.parametrize("shape", [(3,), (3, 1), (1, 3)])
def test_a_column_that_met_a_row(shape):
    a, b = COLUMN, COLUMN.ravel() ** 2
    wanted = (a.ravel() - b).reshape(shape)
    cause = shape_cause(a - b, [shape], wanted)
    assert cause.kind == "broadcast"
    assert "(3, 1) met a row" in cause.text
    assert "diagonal" not in shape_cause(a - b, [shape], wanted + 1, {}).text if shape[1:] else True


@pytest.mark.parametrize(
    ("found", "wanted", "words"),
    [
        (X, X.sum(axis=1), "Its sum over axis 1"),
        (X, X.mean(axis=0, keepdims=True), "Its mean over axis 0"),
        (X, X.mean(), "Its mean is"),
        (X, np.array([[X.sum()]]), "Its sum is"),
    ],
)
def test_a_sum_or_mean_that_is_left_out(found, wanted, words):
    assert shape_cause(found, [np.shape(wanted)], wanted).text.startswith(words)


def test_a_sum_too_many():
    wanted = X.sum(axis=1, keepdims=True)
    assert kind(np.asarray(wanted.sum()), wanted) == "reduced"
    assert kind(X.mean(axis=0), X) == "reduced"


@pytest.mark.parametrize("reduce", [np.sum, np.mean])
def test_a_sum_over_the_other_axis(reduce):
    assert kind(reduce(X, axis=0), reduce(X, axis=1)) == "axis"
    assert kind(reduce(X, axis=0, keepdims=True), reduce(X, axis=1, keepdims=True)) == "axis"
    assert kind(reduce(X, axis=0) + 0.1, reduce(X, axis=1)) == ""


# By the shapes alone


@pytest.mark.parametrize(
    ("found", "shape", "kind"),
    [
        ((4, 3), (3, 4), "sides"),
        ((1, 3), (3, 1), "sides"),
        ((3,), (3, 1), "lost axis"),
        ((), (1, 1), "lost axis"),
        ((3, 1), (3,), "extra axis"),
        ((1, 1, 1), (), "extra axis"),
        ((5, 5), (5, 1), "broadcast"),
        ((5, 5), (1, 5), "broadcast"),
        ((3, 4), (2, 3), ""),
        ((3, 3, 1), (3, 3, 2), ""),
        ((2,), (3, 1), ""),
        ((4,), (3,), ""),
        ((5, 5), (5, 4), ""),
        ((1,), (5, 1), ""),
    ],
)
def test_what_the_shape_alone_tells(found, shape, kind):
    assert kind_by_shape(found, shape) == kind


def test_one_number_for_each_column_in_place_of_each_row():
    cause = shape_cause(np.ones(4), [(3,)], None, {"X": X})
    assert cause.text == (
        "X has shape (3, 4): this is one number for each column, and it must be one for each row."
    )
    assert kind_by_shape((4, 1), (3, 1), X=X) == "axis"
    assert kind_by_shape((5,), (3,), X=X) == ""
    assert kind_by_shape((1,), (4,), X=X[:1]) == ""


def test_an_array_that_is_not_yet_summed_has_the_shape_of_an_input():
    for shape in ((3, 1), (1, 4), (3,), ()):
        assert "shape of X" in shape_cause(np.ones((3, 4)), [shape], None, {"X": X}).text
    for shape in ((4, 1), (2, 1), (6,), (3, 4, 2)):
        assert kind_by_shape((3, 4), shape, X=X) == ""


def test_any_side_and_other_kinds_tell_nothing():
    assert shape_cause(np.ones(3), [(None, 3)]) is None
    assert shape_cause(np.array(["a"]), [(1, 1)]) is None
    assert shape_cause(np.zeros((0, 3)), [(3, 1)]) is None


@given(
    npst.arrays(
        np.float64, npst.array_shapes(min_dims=0, max_dims=3, max_side=4),
        elements={"min_value": -5, "max_value": 5},
    ),
    npst.arrays(
        np.float64, npst.array_shapes(min_dims=0, max_dims=3, max_side=4),
        elements={"min_value": -5, "max_value": 5},
    ),
)  # fmt: skip
def test_what_is_told_of_random_numbers_holds(found, wanted):
    if found.shape == wanted.shape:
        return
    cause = shape_cause(found, [wanted.shape], wanted, {"x": found})
    match cause.kind if cause else "":
        case "transpose":
            assert np.allclose(found.T, wanted, atol=1e-4)
        case "sides":
            assert found.shape == wanted.shape[::-1]
        case "reduced":
            assert found.size < wanted.size
        case "lost axis":
            assert found.ndim < wanted.ndim
            assert found.size == wanted.size
        case "extra axis":
            assert found.ndim > wanted.ndim
            assert found.size == wanted.size
        case "not reduced":
            assert found.size > wanted.size
        case "broadcast":
            assert found.shape == (found.shape[0],) * 2
        case "axis":
            assert np.allclose(found.sum(), wanted.sum(), rtol=1e-4) or np.allclose(
                found.mean(), wanted.mean(), rtol=1e-4
            )
