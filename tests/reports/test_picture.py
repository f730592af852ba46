"""Pictures on the page: drawings that are sound, tables that hold the numbers, words for both."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from grader.authoring.pictures import graph, image, images, lines, region, regions
from grader.marking.overlay import overlaid
from grader.reports import to_html, to_markdown
from grader.reports.svg.drawings import graph_of, image_of, map_of
from grader.reports.svg.picture import picture_view
from grader.reports.svg.plots import plot_of
from grader.reports.svg.scales import label, scale_over, ticks_of
from grader.results.panels import Band, Picture


def curves(mine, course, **more):
    x = range(len(mine))

    def panel(y):
        return lines(x, {"cost": y}, x_label="iteration", y_label="cost J", **more)

    return overlaid([panel(mine)], [panel(course)])[0]


def plane(cells, course):
    def panel(of):
        one = region("4 units", of, of[1:3], [0, 1], side=4)
        return regions(
            [[-1.0, 1.0], [0.0, 2.0]], [0, 1], [one], x_range=(-2.2, 2.2), y_range=(-2.2, 2.2)
        )

    return overlaid([panel(cells)], [panel(course)])[0]


def pixels(*rows, low=0.0, high=1.0):
    one = image("a digit", rows, np.shape(rows), low=low, high=high)
    return images([one], low=low, high=high, says="One digit.")


BOXES = [("x", 0, 0), ("w·x", 1, 0), ("a", 1, 1), ("loss", 0, 1)]


def network(values, grads):
    course = graph(BOXES, [1, 2, 3, 4], [5, 6, 7, 1], [(0, 1), (1, 2), (2, 3), (3, 0)])
    return overlaid([graph(BOXES, values, grads, course.edges)], [course])[0]


def picture(*panels, **more):
    given = {"id": "p", "title": "A title.", "uses": ("f",), "panels": panels, "next": "Try."}
    return Picture.model_validate(given | more)


WHOLE = (
    curves([3, 2, 1], [4, 2, 1], bands=[Band(label="low", axis="y", low=None, high=2)]),
    plane([0, 0, 1, 1] * 4, [0, 1, 1, 1] * 4),
    pixels([0, 1.0], [0.5, 0.25]),
    pixels([-1.0, 1.0], [0.0, 0.5], low=-1.0),
    network([1, 2, 3, 4], [5, 6, 0, 1]),
)


def svgs(html):
    return [ET.fromstring(found) for found in re.findall(r"<svg.*?</svg>", html, re.DOTALL)]


@pytest.fixture
def shown(report):
    """The page of a report with these pictures."""

    def show(*pictures, **more):
        return to_html(report(pictures=pictures, **more))

    return show


def test_drawings_are_well_formed_with_a_title_and_a_description(shown):
    found = svgs(shown(picture(*WHOLE)))
    assert len(found) == len(WHOLE)
    for one in found:
        assert one.attrib["role"] == "img"
        assert re.fullmatch(r"0 0 [\d.]+ [\d.]+", one.attrib["viewBox"])
        assert [child.tag for child in one][:2] == ["title", "desc"]
        assert one[0].text
        names = one.attrib["aria-labelledby"].split()
        assert names == [one[0].attrib["id"], one[1].attrib["id"]]


def test_the_words_beside_a_drawing_tell_the_outcome(shown):
    text = "cost: yours falls from 3 to 1; the course’s falls from 4 to 1."
    html = shown(picture(WHOLE[0]))
    assert html.count(text) == 2  # for those who see the drawing, and for those who don't
    assert svgs(html)[0][1].text == text


def test_the_table_holds_the_numbers_of_the_data(page, shown):
    panel = curves([0.25, np.nan, 1e-9], [1, 2, 3])
    view = picture_view(1, picture(panel)).panels[0]
    assert view.table.head == ("iteration", "cost (yours)", "cost (the course’s)")
    assert view.table.rows == (
        ("0", "0.25", "1"),
        ("1", "none", "2"),
        ("2", "1·10⁻⁹", "3"),
    )
    text = page(shown(picture(panel))).text
    assert "1·10⁻⁹" in text
    grown = picture_view(1, picture(WHOLE[4])).panels[0].table
    assert grown.rows[2] == ("a", "3", "0", "3", "7")
    maps = picture_view(1, picture(WHOLE[1])).panels[0].table
    assert maps.rows == (("4 units", "100 %", "50 %", "50 %", "75 %"),)
    ink = picture_view(1, picture(WHOLE[2])).panels[0].table
    assert ink.rows == (("a digit", "08 42"),)


def test_whose_curve_it_is_shows_without_colour(shown):
    found = svgs(shown(picture(WHOLE[0])))[0]
    kinds = [one.attrib["class"] for one in found.iter("path") if "curve" in one.get("class", "")]
    assert kinds == ["curve reference s0", "curve yours s0"]


def test_the_page_says_that_pictures_change_no_score_and_where_they_are(page, shown):
    parsed = page(shown(picture(*WHOLE)))
    assert "nothing here changes your score" in parsed.text
    assert {"href": "#pictures"} in [
        {"href": one["href"]} for one in parsed.all("a")
    ] or not parsed.all("nav")
    assert "Try next: Try." in parsed.text
    assert parsed.faults == []


def test_a_picture_left_out_is_one_sentence(page, shown, report):
    gone = picture(left_out="Fill in `f` to see it.", next="")
    text = page(shown(gone)).text
    assert "No picture. Fill in f to see it." in text
    assert "Try next" not in text
    assert "No picture. Fill in `f` to see it." in to_markdown(report(pictures=(gone,)))


def test_a_report_without_pictures_has_no_such_section(shown, report):
    assert "functions draw" not in shown()
    assert "functions draw" not in to_markdown(report())


def test_a_curve_that_runs_away_is_cut_and_said_so(shown):
    panel = curves([1, 10, 1e30, -1e30, 2], [1, 2, 3, 2, 1])
    plot = plot_of(panel)
    (yours,) = [one.path for one in plot.curves if one.role == "yours"]
    heights = [float(y) for y in re.findall(r"[ML][\d.]+ ([\d.-]+)", yours)]
    assert min(heights) >= plot.top
    assert max(heights) <= plot.bottom
    assert plot.beyond == "Not whole in the drawing, but in the numbers: cost."
    assert plot.beyond in shown(picture(panel))
    # The course's curve keeps most of the height.
    (course,) = [one.path for one in plot.curves if one.role == "reference"]
    heights = [float(y) for y in re.findall(r"[ML][\d.]+ ([\d.-]+)", course)]
    assert max(heights) - min(heights) > 0.2 * (plot.bottom - plot.top)


def test_a_curve_without_a_number_breaks_nothing(shown):
    for mine in ([np.nan] * 3, [np.inf] * 3, [0, np.nan, 0], [-1, -2, -3]):
        for log_y in (False, True):
            panel = curves(mine, [1, 2, 3], log_y=log_y)
            assert svgs(shown(picture(panel)))
            assert plot_of(panel).y_ticks
    alone = lines(range(2), {"a": [np.nan, np.nan]}, x_label="x", y_label="y")
    assert plot_of(alone).beyond == "With gaps, where there is no finite number: a."
    assert len(plot_of(alone).y_ticks) > 1


@pytest.mark.parametrize(
    "values", [[0, 0], [5, 5], [1e-300, 1e300], [-1e300, 1e300], [1, 1.0001], [-1.7e308, 1.7e308]]
)
@pytest.mark.parametrize("log", [False, True])
def test_every_scale_is_finite_and_has_ticks_in_it(values, log):
    scale = scale_over(values, values, start=100, end=0, log=log)
    places = [place for place, _ in ticks_of(scale)]
    assert 2 <= len(places) <= 12
    assert all(-1e-6 <= place <= 100 + 1e-6 for place in places)


def test_a_scale_shows_what_is_certain_and_widens_so_far():
    scale = scale_over([0, 10], [-1, 1e9], start=0, end=1)
    assert scale.shows(-1)
    assert scale.shows(10)
    assert not scale.shows(30)


def test_ticks_are_round_numbers():
    assert [text for _, text in ticks_of(scale_over([0, 2], [], start=0, end=1))] == [
        "0", "0.5", "1", "1.5", "2",
    ]  # fmt: skip
    powers = scale_over([1e-12, 1], [], start=0, end=1, log=True)
    assert [text for _, text in ticks_of(powers)] == ["10⁻¹²", "10⁻⁹", "10⁻⁶", "0.001", "1"]
    assert label(-0.5) == "−0.5"
    assert label(0.0) == "0"


def test_names_at_the_curves_ends_do_not_cover_each_other():
    many = {f"α = {n}": [1, 1 + n / 1000] for n in range(6)}
    names = plot_of(lines(range(2), many, x_label="x", y_label="y")).names
    places = sorted(one.y for one in names)
    assert all(b - a >= 13.9 for a, b in itertools.pairwise(places))
    assert {one.text for one in names} == set(many)


def test_a_gap_lifts_the_pen():
    panel = lines(range(4), {"a": [1, np.nan, 2, 3]}, x_label="x", y_label="y")
    path = plot_of(panel).curves[0].path
    assert path.count("M") == 2
    assert path.count("L") == 1


def test_a_map_shades_its_region_and_draws_both_borders():
    drawn = map_of(WHOLE[1], WHOLE[1].maps[0])
    # Cells of 50, from x = 22: the right half is the student's region, in four runs.
    assert drawn.region.count("M122.0") == 4
    assert drawn.border == "M122.0 4.0v200.0"
    assert drawn.course_border == "M72.0 4.0v200.0"
    assert drawn.zeros.count("h0") == 1
    assert drawn.ones.count("v5") == 1
    assert drawn.says == "yours 100 % right, the course’s 50 %"


def test_an_image_is_drawn_in_levels_and_signs_by_size():
    plain = image_of(WHOLE[2], WHOLE[2].images[0])
    assert plain.positive == ((2, "M1 1h1v1h-1z"), (4, "M0 1h1v1h-1z"), (8, "M1 0h1v1h-1z"))
    assert plain.negative == ()
    signed = image_of(WHOLE[3], WHOLE[3].images[0])
    assert signed.negative == ((8, "M0.25 0.25h0.5v0.5h-0.5z"),)
    assert [ink for ink, _ in signed.positive] == [4, 8]


def test_a_box_whose_gradient_is_wrong_shows_the_course_s(shown):
    boxes = graph_of(WHOLE[4]).boxes
    assert [one.course for one in boxes] == ["", "", "course: 7", ""]
    html = shown(picture(WHOLE[4]))
    assert "a ✗" in html
    assert html.count("✗") == 1
    wrong = graph_of(network([1, 9, 3, 4], [5, 6, 7, np.nan])).boxes
    assert [one.course for one in wrong] == ["", "course: 2, 6", "", "course: 1"]


def test_arrows_end_at_the_boxes_they_lead_to():
    drawn = graph_of(WHOLE[4])
    ends = re.findall(r"L([\d.]+) ([\d.]+)", drawn.arrows)
    sides = [(box.x, box.y) for box in drawn.boxes]
    across, down, left, up = [(float(x), float(y)) for x, y in ends]
    assert across == (sides[1][0], sides[1][1] + drawn.box_height / 2)
    assert down == (sides[2][0] + drawn.box_width / 2, sides[2][1])
    assert left == (sides[3][0] + drawn.box_width, sides[3][1] + drawn.box_height / 2)
    assert up == (sides[0][0] + drawn.box_width / 2, sides[0][1] + drawn.box_height)


def test_markdown_has_the_words_and_some_rows(report):
    panel = curves([*range(40, 0, -1)], [*range(80, 0, -2)])
    text = to_markdown(report(pictures=(picture(panel),)))
    assert "### A title." in text
    assert "cost: yours falls from 40 to 1; the course’s falls from 80 to 2." in text
    rows = re.findall(r"^\| \d+ \| (\d+) \|", text, re.MULTILINE)
    assert len(rows) == 12
    assert (rows[0], rows[-1]) == ("40", "1")
    assert "**Try next:** Try." in text


def test_markdown_does_not_repeat_what_is_the_courses_or_cannot_be_read(report):
    same = curves([*range(40, 0, -1)], [*range(40, 0, -1)])
    text = to_markdown(report(pictures=(picture(same),)))
    assert "cost: yours falls from 40 to 1, like the course’s." in text
    assert "All its numbers are the course’s." in text
    assert not re.search(r"^\| \d+ \|", text, re.MULTILINE)
    images = [panel for panel in WHOLE if panel.kind == "images"]
    text = to_markdown(report(pictures=(picture(*images),)))
    assert "on the page that you open in a browser" in text
    assert "row by row" not in text


@pytest.mark.parametrize("level", ["full", "hint", "name", "silent"])
def test_the_feedback_level_decides_who_sees_pictures(report, level):
    one = report(pictures=(picture(*WHOLE),), feedback=level)
    for text in (to_html(one), to_markdown(one)):
        assert ("functions draw" in text) == (level in ("full", "hint"))


def test_the_same_picture_gives_the_same_page(shown):
    assert shown(picture(*WHOLE)) == shown(picture(*WHOLE))


def test_the_largest_picture_leaves_room_on_the_page(shown, report):
    y = np.linspace(0, 1, 200) ** 3
    largest = curves(y, y + 0.1)
    assert len(shown(picture(*[largest] * 4)).encode()) < 200_000


@pytest.mark.parametrize("text", ["\x1b[31m", "a\nb", "\u202egnp", "x" * 2001])
def test_what_cannot_be_printed_is_never_drawn(text):
    with pytest.raises(ValueError, match=r"printable|at most 2000"):
        lines(range(2), {text: [1, 2]}, x_label="x", y_label="y")
