"""What one input suggests is told only where the others on which the law failed bear it out."""

from __future__ import annotations

import numpy as np
import pytest

from grader.authoring.failure import Differs, WrongShape
from grader.diagnosis.claims import told
from grader.diagnosis.explain import suggested

from ..conftest import likely_cause

RNG = np.random.default_rng(5)
LARGE = RNG.normal(size=(3, 4))


def differs(found, wanted, **known):
    return suggested(Differs(np.asarray(found), np.asarray(wanted), 1e-8), known)


def alone(found, wanted, **known):
    return likely_cause(Differs(np.asarray(found), np.asarray(wanted), 1e-8), known)


def wrong_shape(found, wanted):
    return suggested(WrongShape(found, [wanted.shape], wanted), {})


SQUARE = RNG.normal(size=(3, 3))


def test_on_a_square_array_alone_nothing_looks_like_a_transpose():
    assert "transpose" not in alone(SQUARE.T, SQUARE)


def test_a_transpose_is_told_where_oblong_inputs_show_it_too():
    claims = differs(SQUARE.T, SQUARE)
    assert "transpose" in told(claims, [wrong_shape(LARGE.T, LARGE)])
    assert "transpose" in told(wrong_shape(LARGE.T, LARGE), [])


def test_a_wrong_axis_that_is_a_transpose_on_a_square_is_not_called_one():
    """Rows shifted by a vector along the wrong axis, from zeros: each is the other's transpose."""
    row = np.array([0.3, -0.2, 0.5])
    one = differs(np.zeros((3, 3)) + row, np.zeros((3, 3)) + row[:, None])
    oblong = differs(np.zeros((3, 4)) + RNG.normal(size=4), np.zeros((3, 4)) + row[:, None])
    assert any(cause.kind == "transpose" for cause in one[0].causes)
    assert "transpose" not in told(one, [oblong])


@pytest.mark.parametrize(("found", "wanted"), [(4.0, 2.0), (6, 3), (1.5, 0.5), (0.25 * 4, 3.0)])
def test_a_number_made_up_by_hand_has_no_cause_alone(found, wanted):
    assert "times" not in alone(found, wanted, m=2)
    assert "too" not in alone(found, wanted)


def test_a_number_that_nobody_makes_up_may_have_one():
    assert "2 times" in alone(2 * 0.693147, 0.693147)
    assert "sign" in alone(-3.0, 3.0)


def test_a_factor_is_told_when_each_input_has_one():
    """As where a mean is a sum: twice as much for two examples, five times for five."""
    claims = differs(4.0, 2.0)
    others = [differs(5 * LARGE, LARGE), differs(7 * LARGE, LARGE)]
    said = told(claims, others)
    alone, _, beside = said.partition(" With other inputs, ")
    assert alone == "It is 2 times what it must be."
    assert beside == "everywhere it is 5 times what it must be."
    assert told(claims, [*others, differs(LARGE + 0.1 * LARGE**2, LARGE)]) == ""


def test_a_few_numbers_refute_nothing():
    claims = differs(3 * LARGE, LARGE)
    assert "3 times" in told(claims, [differs(1.0, 5.0)])


def test_the_next_cause_is_told_where_the_first_is_refuted():
    x = np.array([[1.7, -2.3], [0.4, 3.1]])
    claims = differs(x, x.T, x=x)
    assert [one.kind for one in claims[0].causes][:2] == ["unchanged", "transpose"]
    oblong = wrong_shape(LARGE, np.ascontiguousarray(LARGE.T))
    assert told(claims, [oblong]) == "It is the transpose of what must come back."


def test_a_term_of_one_name_is_not_borne_out_by_another():
    a, b = RNG.normal(size=(2, 3, 4))
    left_out = differs(LARGE, LARGE + a, a=a, b=b)
    assert "With a added" in told(left_out, [differs(LARGE, LARGE + a, a=a, b=b)])
    assert told(left_out, [differs(LARGE, LARGE + b, a=a, b=b)]) == ""


def test_what_is_not_a_number_is_told_whatever_others_are():
    claims = differs([np.nan, 1.0, 2.0], [1.0, 1.0, 2.0])
    assert "NaN" in told(claims, [differs(3 * LARGE, LARGE)])


def test_what_a_factor_comes_from_is_asked_where_other_inputs_ask_it_too():
    """Divided by the features in place of the examples: 3 columns of 2 rows, then 2 of 3."""
    wanted = RNG.normal(size=(4, 1))
    one = differs(3 / 2 * wanted, wanted, X=np.zeros((2, 3)))
    wide = differs(3 * wanted, wanted, X=np.zeros((1, 3)))
    tall = differs(wanted / 3, wanted, X=np.zeros((3, 1)), Y=np.zeros((1, 3)))
    assert told(one, []) == "Everywhere it is 3/2 times what it must be."
    assert told(wide, []) == "Everywhere it is 3 times what it must be."  # a side soon is so long
    long = differs(5 * wanted, wanted, X=np.zeros((1, 5)))
    assert "a sum in place of a mean?" in told(long, [])
    assert "a sum in place of a mean?" in told(wide, [wide])
    assert told(wide, [tall]).startswith("Everywhere it is 3 times what it must be.")
    assert "a sum in place of a mean?" not in told(wide, [tall])
    assert "a sum in place of a mean?" not in told(wide, [one])


def test_signs_of_a_few_entries_are_no_pattern():
    x = np.array([[-1.0, 2.0, -3.0, 4.0, -5.0, 6.0, -7.0, 8.0]])
    wanted = RNG.normal(size=x.shape) + 3
    found = np.where(x < 0, wanted + RNG.normal(size=x.shape), wanted)
    assert "negative" not in alone(found, wanted, x=x)
    more = [np.tile(one, (3, 1)) for one in (found, wanted, x)]
    assert "negative" in alone(more[0], more[1], x=more[2])


def test_what_one_of_a_few_lines_is_by_chance_another_input_must_show():
    def rows(lines, columns):
        wanted = RNG.normal(size=(lines, columns)) + 3
        found = wanted.copy()
        found[1] += RNG.normal(size=columns)
        return differs(found, wanted)

    assert told(rows(2, 9), []) == ""
    assert told(rows(3, 3), []) == ""
    assert told(rows(4, 6), []) == "Only row 1 is wrong; the others are right."
    assert told(rows(3, 3), [rows(3, 4)]) == "Only row 1 is wrong; the others are right."


def test_a_ratio_of_two_large_numbers_is_told_where_another_input_shows_one():
    one = differs(44 / 43 * LARGE, LARGE)
    assert told(one, []) == ""
    assert "44/43" in told(one, [differs(44 / 43 * LARGE[::-1] * 2, LARGE[::-1] * 2)])
    assert "3/2" in told(differs(3 / 2 * LARGE, LARGE), [])
