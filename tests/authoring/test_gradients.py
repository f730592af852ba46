"""Numeric gradients: as the derivative on paper, and no opinion at a kink."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.authoring.failure import Failure
from grader.authoring.gradients import NumericGradient, Partial, gradients_agree, numeric_gradient

from ..conftest import likely_cause

X = np.array([[0.5, -1.25], [2.0, 0.75], [-0.4, 3.0]])
UPSTREAM = np.array([[0.3, -2.0], [1.5, 0.1], [-0.7, 0.9]])


@pytest.fixture(autouse=True)
def as_in_a_check():
    """A check compares infinities and NaNs without NumPy's warnings."""
    with np.errstate(all="ignore"):
        yield


def partial(f, x, upstream=None):
    return numeric_gradient(f, {"x": x}, upstream=upstream).partials["x"]


def exact(**partials):
    """A numeric gradient of exactly these derivatives, all of them checkable."""
    return NumericGradient(
        {
            name: Partial(np.asarray(value, float), np.ones(np.shape(value), bool))
            for name, value in partials.items()
        }
    )


def complaint(want, **got):
    with pytest.raises(Failure) as caught:
        gradients_agree(want, **got)
    return caught.value


def why(want, known=None, **got):
    """What the failure says of each wrong gradient, a line each."""
    return likely_cause(complaint(want, **got).facts, known or {})


def rows(fault):
    return {row.name: row for row in fault.gradients}


# The derivative on paper


@pytest.mark.parametrize(
    ("f", "derivative"),
    [
        (lambda x: np.sum(x**3), lambda x: 3 * x**2),
        (lambda x: np.sum(np.exp(x)), np.exp),
        (lambda x: np.sum(np.sin(10 * x)), lambda x: 10 * np.cos(10 * x)),
        (lambda x: np.sum(np.tanh(x)), lambda x: 1 - np.tanh(x) ** 2),
        (lambda x: np.prod(x), lambda x: np.prod(x) / x),
        (lambda x: np.log(np.sum(np.exp(x))), lambda x: np.exp(x) / np.sum(np.exp(x))),
        (lambda x: 5.0, np.zeros_like),
    ],
)
def test_the_derivative_is_that_on_paper(f, derivative):
    found = partial(f, X)
    assert found.checkable.all()
    np.testing.assert_allclose(found.value, derivative(X), rtol=1e-7, atol=1e-8)


def test_the_upstream_gradient_is_multiplied_in():
    found = partial(lambda x: np.tanh(x), X, UPSTREAM)
    np.testing.assert_allclose(found.value, UPSTREAM * (1 - np.tanh(X) ** 2), rtol=1e-8)


def test_a_function_from_table_to_table_is_differentiated_with_its_upstream():
    w = np.array([[1.0, -2.0, 0.5], [0.3, 0.7, -1.1]])
    upstream = np.array([[1.0, 2.0], [-3.0, 0.5]])
    found = numeric_gradient(lambda w, x: w @ x, {"w": w, "x": X}, upstream=upstream).partials
    np.testing.assert_allclose(found["w"].value, upstream @ X.T, rtol=1e-8)
    np.testing.assert_allclose(found["x"].value, w.T @ upstream, rtol=1e-8)


def test_numbers_stay_numbers_and_integers_become_floats():
    seen = []

    def f(x, b):
        seen.append((type(x), type(b)))
        return b**2 + x.sum()

    found = numeric_gradient(f, {"x": np.array([1, 2]), "b": 3}).partials
    assert set(seen) == {(np.ndarray, float)}
    assert found["b"].value.shape == ()
    assert found["b"].value == pytest.approx(6.0)
    assert found["x"].value.tolist() == pytest.approx([1.0, 1.0])


@pytest.mark.parametrize("origin", [0.0, 1e-9, 1.0, -250.0, 1e6, -1e6])
def test_the_step_fits_the_size_of_the_number(origin):
    found = partial(lambda x: x**2, origin)
    assert found.value == pytest.approx(2 * origin, rel=1e-8, abs=1e-9)


@pytest.mark.parametrize("form", [np.array([1.0]), np.array([[1.0]]), np.array(1.0), 1.0])
def test_a_cost_may_be_any_form_of_one_number(form):
    assert partial(lambda x: form * x * 3, 2.0).value == pytest.approx(3.0)


def test_the_point_itself_is_left_as_it_was():
    x = X.copy()
    partial(lambda x: np.sum(x**2), x)
    assert np.array_equal(x, X)
    readonly = X.copy()
    readonly.flags.writeable = False
    partial(lambda x: np.sum(x**2), readonly)


def test_an_empty_parameter_has_an_empty_gradient():
    assert partial(lambda x: 1.0 + x.sum(), np.zeros((0, 3))).value.shape == (0, 3)


# Kinks


def relu(x):
    return np.maximum(x, 0.0)


@pytest.mark.parametrize("f", [relu, np.abs, lambda x: np.minimum(2 * x, -x)])
def test_a_kink_is_not_checkable_and_its_neighbours_are(f):
    found = partial(lambda x: np.sum(f(x)), np.array([-0.5, 0.0, 0.5]))
    assert found.checkable.tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("f", "slope"),
    [(relu, lambda x: 1.0 * (x > 0)), (lambda x: np.abs(x), np.sign)],
    ids=["relu", "abs"],
)
def test_beside_a_kink_the_derivative_is_right_or_not_checkable(f, slope):
    places = np.arange(-15, 16) * 1e-6
    found = partial(lambda x: np.sum(f(x)), places)
    assert found.checkable[[0, 1, 2, -3, -2, -1]].all()
    assert not found.checkable[15]
    wrong = found.checkable & (np.abs(found.value - slope(places)) > 1e-6)
    assert places[wrong].tolist() == []


def test_a_jump_is_not_checkable():
    assert not partial(lambda x: float(x >= 1.0), 1.0).checkable


def test_a_kink_that_the_upstream_hides_is_no_kink():
    found = partial(relu, np.array([0.0, 1.0]), np.array([0.0, 2.0]))
    assert found.checkable.tolist() == [True, True]
    assert found.value.tolist() == pytest.approx([0.0, 2.0])


@pytest.mark.parametrize("steep", [1.0, 100.0, 1e4, 1e6])
def test_a_strong_curve_is_no_kink(steep):
    found = partial(lambda x: steep * x**2, 0.3)
    assert found.checkable
    assert found.value == pytest.approx(0.6 * steep, rel=1e-6)


@given(st.integers(0, 2**20))
def test_a_smooth_network_has_no_kink_anywhere(seed):
    rng = np.random.default_rng(seed)
    w, x, upstream = rng.normal(size=(2, 3)), rng.normal(size=(3, 2)), rng.normal(size=(2, 2))
    found = numeric_gradient(lambda w, x: np.tanh(w @ x), {"w": w, "x": x}, upstream=upstream)
    inner = upstream * (1 - np.tanh(w @ x) ** 2)
    gradients_agree(found, w=inner @ x.T, x=w.T @ inner)


def test_what_is_returned_at_a_kink_does_not_matter():
    want = numeric_gradient(lambda x: np.sum(relu(x)), {"x": np.array([-1.0, 0.0, 2.0])})
    for at_the_kink in (0.0, 0.5, 1.0):
        gradients_agree(want, x=np.array([0.0, at_the_kink, 1.0]))
    row = rows(complaint(want, x=np.array([1.0, 0.0, 1.0])))["dx"]
    assert (row.kinks, row.worst) == (1, "[0]")


# Agreeing


def test_a_right_gradient_agrees_in_any_form():
    want = exact(w=[[1.0, 2.0]], b=3.0)
    for b in (3, 3.0, np.array([[3.0]]), np.float32(3)):
        gradients_agree(want, w=[[1.0, 2.0]], b=b)
        gradients_agree(want, w=np.array([[1, 2]]), b=b)


def test_a_small_error_is_judged_against_the_size_of_the_entry():
    want = exact(w=[1e6, 1.0, 1e-12])
    gradients_agree(want, w=np.array([1e6 + 0.5, 1.0, -1e-12]))
    for place, error in enumerate([5.0, 1e-5, 1e-6]):
        got = want.partials["w"].value.copy()
        got[place] += error
        complaint(want, w=got)


def test_many_small_entries_do_not_excuse_one_wrong_one():
    got = np.ones(100_000)
    want = exact(w=np.ones(100_000))
    gradients_agree(want, w=got)
    got[77] += 1e-4
    assert rows(complaint(want, w=got))["dw"].worst == "[77]"


@pytest.mark.parametrize(
    "wrong",
    [np.ones((2, 3)), np.ones(6), np.ones((3, 2, 1)), 1.0, None, "text", np.ones((3, 2)) * 1j],
    ids=lambda value: repr(value)[:20],
)
def test_another_shape_or_kind_does_not_agree(wrong):
    assert complaint(exact(w=np.ones((3, 2))), w=wrong).message.startswith("dw must")


def test_the_shape_of_a_number_is_that_of_a_number():
    assert "db must be a single number" in complaint(exact(b=1.0), b=np.ones(3)).message


def test_every_gradient_has_its_row_and_only_wrong_ones_are_shown_and_explained():
    want = exact(w=[1.0, 2.0], b=3.0)
    fault = complaint(want, w=np.array([1.0, 2.0]), b=-3.0)
    assert fault.message == "db differs from the numeric gradient; on this input dw agrees"
    assert (fault.got, fault.want) == ({"db": -3.0}, {"db": 3.0})
    assert likely_cause(fault.facts, {}).startswith("db: the sign is wrong")
    row = rows(fault)
    assert (row["dw"].right, row["dw"].shape) == (True, "(2,)")
    assert row["db"].model_dump() == {
        "name": "db", "shape": "a number", "worst": "", "analytic": "-3", "numeric": "3",
        "error": "1.0e+00", "right": False, "kinks": 0,
    }  # fmt: skip


def test_the_summary_names_all_gradients():
    want = exact(w=[1.0, 2.0], b=3.0, c=[4.0])
    wrong = complaint(want, w=np.array([1.5, 2.0]), b=5.0, c=np.array([4.0])).message
    assert wrong == "dw and db differ from the numeric gradient; on this input dc agrees"
    wrong = complaint(want, w=np.array([1.5, 2.0]), b=5.0, c=np.array([7.0])).message
    assert wrong == "dw, db and dc differ from the numeric gradient"


def test_each_wrong_gradient_has_its_own_sentence():
    want = exact(w=[1.0, 2.0], b=[3.0, 4.0])
    said = why(want, w=np.array([2.0, 4.0]), b=np.array([9.0, 12.0])).splitlines()
    assert [line[:4] for line in said] == ["dw: ", "db: "]
    assert "2 times" in said[0]
    assert "3 times" in said[1]


# Causes (tests/test_causes.py has them all)

SQUARE = np.array([[1.0, 2.0], [-3.0, 0.5]])


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (-SQUARE, "dw: the sign is wrong everywhere"),
        (4 * SQUARE, "dw: everywhere it is 4 times"),
        (SQUARE / 8, "1/8 of"),
        (0 * SQUARE, "dw: it is zero everywhere"),
        (SQUARE + 0.3, "dw: everywhere it is 0.3 too large"),
    ],
)
def test_a_cause_that_holds_is_said(got, words):
    assert words in why(exact(w=SQUARE), w=got)


def test_a_cause_may_name_what_the_call_was_given():
    said = why(exact(w=SQUARE), {"X": np.ones((2, 6))}, w=6 * SQUARE)
    assert "X has 6 columns" in said


def test_gradients_that_changed_places_are_recognised():
    want = exact(gamma=[1.0, 2.0], beta=[0.3, -0.7])
    said = why(want, gamma=np.array([0.3, -0.7]), beta=np.array([1.0, 2.0]))
    assert "dgamma: it is dbeta: have the two changed places?" in said
    assert "places" not in why(exact(a=[0.0, 1.0], b=[0.0, 0.0]), a=np.zeros(2), b=np.zeros(2))


def test_a_cause_leaves_out_what_is_at_a_kink():
    want = numeric_gradient(lambda x: np.sum(3 * relu(x)), {"x": np.array([-1.0, 0.0, 2.0, 3.0])})
    assert "dx: everywhere it is 1/3 of" in why(want, x=np.array([0.0, 55.0, 1.0, 1.0]))


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_does_not_agree_and_is_called_so(wrong):
    got = SQUARE.copy()
    got[1, 1] = wrong
    fault = complaint(exact(w=SQUARE), w=got)
    row = rows(fault)["dw"]
    assert row.worst == "[1, 1]"
    assert row.analytic == f"{wrong:.6g}"
    assert likely_cause(fault.facts, {}).startswith(
        "dw: NaN comes" if np.isnan(wrong) else "dw: an infinity"
    )


def test_the_cosine_is_told_where_nothing_else_holds():
    assert "no multiple of the gradient: the cosine of the angle between them is 0.9600" in (
        why(exact(w=[3.0, 4.0]), w=np.array([4.0, 3.0]))
    )


@pytest.mark.parametrize(
    "got", [SQUARE + np.array([[0.1, 0.5], [0, 2]]), SQUARE * [[1, 1.5], [1.1, 2]], 4 * SQUARE.T]
)
def test_no_cause_is_said_that_does_not_hold(got):
    said = why(exact(w=SQUARE), w=got)
    for words in ("sign", "times", "zero everywhere", "transpose", "NaN", "row", "large"):
        assert words not in said


def test_a_lone_number_has_no_chance_factor():
    assert why(exact(b=0.7), b=0.9) == ""


def test_an_empty_gradient_has_a_row_without_numbers():
    want = exact(w=np.zeros((0, 3)), b=1.0)
    assert rows(complaint(want, w=np.zeros((0, 3)), b=2.0))["dw"].right


def test_an_upstream_that_is_ignored_does_not_agree():
    want = numeric_gradient(lambda x: np.tanh(x), {"x": X}, upstream=UPSTREAM)
    gradients_agree(want, x=UPSTREAM * (1 - np.tanh(X) ** 2))
    complaint(want, x=1 - np.tanh(X) ** 2)
