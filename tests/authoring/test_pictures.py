"""What students return, looked at before it becomes a panel."""

from types import SimpleNamespace

import numpy as np
import pytest

from grader.authoring.failure import Failure
from grader.authoring.pictures import (
    _numbers,
    graph,
    grid,
    image,
    images,
    lines,
    picture,
    pictures_in,
    predicted,
    region,
    regions,
)
from grader.proof.junk import JUNK


def drawn(value):
    return lines(range(3), {"yours": value}, x_label="x", y_label="y").series[0].y


@pytest.mark.parametrize(
    "value",
    [
        [1, 2.5, 3],
        (1, 2.5, 3),
        np.array([1, 2.5, 3]),
        np.array([[1], [2.5], [3]]),
        np.array([1, 2.5, 3], dtype=np.float32),
        [np.float64(1), np.array(2.5), 3],
    ],
)
def test_numbers_of_any_form_make_a_curve(value):
    assert drawn(value) == (1.0, 2.5, 3.0)


def test_numbers_that_are_not_finite_leave_gaps():
    assert drawn([np.nan, np.inf, 1e300]) == (None, None, 1e300)


def test_numbers_are_rounded_so_that_machines_agree():
    assert drawn([1 / 3, 1 / 3 + 1e-12, 123456.0]) == (0.3333, 0.3333, 123500.0)
    assert _numbers([0.1 + 0.2]) == (0.3,)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ([1, 2], "yours must be 3 numbers; 2 came back"),
        (np.zeros((3, 3)), "yours must be 3 numbers; 9 came back"),
        (5, "yours must be 3 numbers; 1 came back"),
        (None, "yours must be an array"),
        (["a", "b", "c"], "must be a table of numbers"),
        ([10**400, 1, 2], "must be a table of numbers"),
        ([[1], [2, 3], [4]], "must be a table of numbers"),
        (np.array([1j, 2, 3]), "must hold real numbers"),
    ],
)
def test_what_is_no_curve_is_refused_in_a_sentence(value, says):
    with pytest.raises(Failure) as refused:
        drawn(value)
    assert says in refused.value.message


@pytest.mark.parametrize("statement", [one for one in JUNK if one.startswith("return")])
def test_no_junk_gets_through_or_breaks_anything(statement):
    """Every junk value is refused as a `Failure`, whatever is made of it."""
    body = f"def junk(*args):\n    {statement}\n"
    scope = {"np": np}
    exec(body, scope)
    value = scope["junk"](np.zeros(3))
    many = [
        lambda: lines(range(7), {"a": value}, x_label="x", y_label="y"),
        lambda: region("a", value, [0, 1], [0, 1], side=5),
        lambda: region("a", np.zeros(25), value, [0] * 7, side=5),
        lambda: image("a", value, (5, 5), low=0, high=1),
        lambda: graph([("a", 0, 0)] * 7, value, [0.0] * 7, []),
    ]
    for make in many:
        with pytest.raises(Failure):
            make()


def test_an_author_s_own_mistakes_are_no_student_s_failure():
    for wrong in (
        lambda: lines([0], {"a": [1]}, x_label="x", y_label="y"),
        lambda: lines(range(201), {"a": range(201)}, x_label="x", y_label="y"),
        lambda: lines(range(2), {}, x_label="x", y_label="y"),
        lambda: lines([0, np.inf], {"a": [1, 2]}, x_label="x", y_label="y"),
        lambda: lines(range(2), {}, given={"a": [1, np.nan]}, x_label="x", y_label="y"),
        lambda: image("a", np.zeros((99, 1)), (99, 1), low=0, high=1),
        lambda: images([], low=0, high=1, says=""),
        lambda: region("a", [], [], [], side=99),
    ):
        with pytest.raises(ValueError, match=r"finite|points|curves|pixels|images|cells"):
            wrong()


def test_the_grid_runs_through_the_cells_from_the_top_down():
    cells = grid(2, (0.0, 4.0), (10.0, 14.0))
    assert cells.T.tolist() == [[1.0, 13.0], [3.0, 13.0], [1.0, 11.0], [3.0, 11.0]]


def test_a_region_holds_a_row_a_string_and_the_share_put_right():
    one = region("n", np.array([[0, 1, 1, 0]]), [True, False, True], [1, 1, 1], side=2)
    assert one.yours == ("01", "10")
    assert one.yours_right == 0.6667
    panel = regions(
        [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]],
        [[0.0, 1.0, 1.0]],
        [one],
        x_range=(0, 1),
        y_range=(0, 1),
    )
    assert (panel.x, panel.y, panel.classes) == ((0, 1, 2), (3, 4, 5), (0, 1, 1))


@pytest.mark.parametrize("value", [[0, 2], [0.5, 1], [np.nan, 0], [0, 1, 1]])
def test_classes_are_zeros_and_ones_of_the_right_number(value):
    with pytest.raises(Failure):
        predicted(value, 2)


def test_pixels_become_levels_between_the_ends():
    plain = image("a", [[0.0, 1.0], [0.5, 0.26]], (2, 2), low=0, high=1)
    assert plain.rows == ("08", "42")
    beyond = image("a", [[-5.0, 5.0, np.nan, -np.inf]], (1, 4), low=-1, high=1)
    assert beyond.rows == ("0840",)


def test_a_picture_has_its_title_from_the_docstring_and_may_return_one_panel():
    @picture("relu", try_next="More.")
    def curve(student, ref):
        """The curve
        of relu.

        Not the title.
        """
        return lines(range(2), {"a": [1, 2]}, x_label="x", y_label="y")

    assert (curve.id, curve.title, curve.uses) == ("curve", "The curve of relu.", ("relu",))
    assert curve.try_next == "More."
    assert len(curve(None, None)) == 1
    assert pictures_in(SimpleNamespace(other=1, b=curve, again=curve)) == (curve,)
