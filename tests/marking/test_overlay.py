"""The reference's panels over the student's, and what is said of the two."""

import numpy as np
import pytest

from grader.authoring.pictures import graph, image, images, lines, region, regions
from grader.marking.overlay import look_alike, overlaid
from grader.results.words import readable


def curve(*y, label="iteration", **more):
    return lines(range(len(y)), {"cost": y}, x_label=label, y_label="J", **more)


def said(mine, other=None):
    return overlaid([mine], [other] if other is not None else [])[0].says


def test_the_course_s_curve_stands_beside_the_student_s():
    (panel,) = overlaid([curve(3, 2, 1, given={"bound": [9, 9, 9]})], [curve(4, 3, 2)])
    assert [(one.role, one.y) for one in panel.series] == [
        ("yours", (3, 2, 1)),
        ("reference", (4, 3, 2)),
        ("given", (9, 9, 9)),
    ]


@pytest.mark.parametrize(
    ("mine", "other", "words"),
    [
        ((0.69, 0.3, 0.12), (0.69, 0.3, 0.12), "cost: yours falls from 0.69 to 0.12, like the"),
        ((1, 2, 3), (3, 2, 1), "yours rises from 1 to 3; the course’s falls from 3 to 1."),
        ((5, 5, 5), (5, 5, 5), "yours stays at 5, like the course’s."),
        (
            (1, 9, 1),
            (1, 1, 1),
            "begins and ends at 1, highest with 9 at iteration = 1; the course’s",
        ),
        ((4, -9, 2), (4, 3, 2), "goes from 4 to 2, lowest with −9 at iteration = 1; the"),
        ((1, np.nan, 2), (1, 1, 1), "1 of its 3 points are no finite numbers."),
        ((1, 2, np.inf), (1, 1, 1), "goes from 1 to no finite number"),
        ((np.nan, np.nan), (1, 2), "goes from no finite number to no finite number"),
    ],
)
def test_the_outcome_is_told_in_words_and_numbers(mine, other, words):
    assert words in said(curve(*mine), curve(*other))


def test_a_letter_for_the_axis_is_set_equal():
    assert "highest with 9 at weight w = 1" in said(curve(1, 9, 1, label="weight w"))


def test_a_curve_alone_is_told_alone():
    assert said(curve(2, 1, says="First.")) == "First. cost: yours falls from 2 to 1."


def test_curves_are_alike_when_no_eye_can_tell_them_apart():
    assert look_alike([0, 100.4], [0, 100])
    assert not look_alike([0, 101], [0, 100])
    assert not look_alike([0, None], [0, 100])
    assert look_alike([None, 1], [None, 1])
    assert look_alike([None], [None])
    assert not look_alike([1], [None])


def test_maps_get_the_course_s_region_and_share():
    def panel(*cells):
        one = region("4 units", cells, [0, 1], [0, 1], side=2)
        return regions([[0, 1], [0, 1]], [0, 1], [one], x_range=(0, 1), y_range=(0, 1))

    (both,) = overlaid([panel(0, 0, 0, 1)], [panel(0, 1, 1, 1)])
    assert both.maps[0].yours == ("00", "01")
    assert both.maps[0].reference == ("01", "11")
    assert both.says == (
        "4 units: yours puts 100 % of the points on the right side; the course’s 100 %."
    )


def test_a_share_of_nothing_is_told_as_well():
    def panel(*right):
        one = region("n", [0, 0, 0, 0], right, [1, 1], side=2)
        return regions([[0, 1], [0, 1]], [1, 1], [one], x_range=(0, 1), y_range=(0, 1))

    assert said(panel(1, 1), panel(0, 0)).endswith("the course’s 0 %.")


def test_images_stand_as_they_are():
    one = images([image("a", [[1]], (1, 1), low=0, high=1)], low=0, high=1, says="One.")
    assert overlaid([one], [one]) == (one,)


BOXES = [("x", 0, 0), ("y", 0, 1), ("loss", 0, 2)]


def nodes(values, grads):
    return graph(BOXES, values, grads, [(0, 1), (1, 2)])


def test_a_right_graph_says_so():
    (panel,) = overlaid([nodes([1, 2, 3], [4, 5, 1])], [nodes([1, 2, 3], [4, 5, 1])])
    assert panel.says == "loss = 3. All 3 values and gradients are the course’s."
    assert panel.nodes[0].reference_grad == 4


def test_a_wrong_graph_names_where_the_fault_begins():
    told = said(nodes([1, 7, 8], [9, 9, 1]), nodes([1, 2, 3], [4, 5, 1]))
    assert "2 of 3 values differ from the course’s, y first." in told
    assert "2 of 3 gradients differ from the course’s; coming back from loss, y is the" in told


def test_a_gradient_that_is_no_number_differs():
    told = said(nodes([1, 2, 3], [np.nan, 5, 1]), nodes([1, 2, 3], [4, 5, 1]))
    assert "1 of 3 gradients differ" in told


def test_numbers_read_well():
    assert readable(-0.5) == "−0.5"
    assert readable(1.5e-9) == "1.5·10⁻⁹"
    assert readable(None) == "no finite number"
    assert readable(12345.678) == "1.235·10⁴"
