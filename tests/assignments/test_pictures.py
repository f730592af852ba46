"""The course's own pictures, drawn on its reference and on known mistakes."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from grader.calls.local import LocalCaller
from grader.calls.student import RemoteStudent
from grader.course.load import load
from grader.course.misconceptions import misconceptions_of
from grader.course.modules import homes
from grader.marking.gallery import Gallery
from grader.marking.overlay import overlaid
from grader.preparation.prepare import prepare
from grader.preparation.reference import ReferenceRun
from grader.reports import to_html, to_markdown
from grader.results import from_json, to_json
from grader.results.panels import Picture
from grader.results.report import Report, Versions

ROOT = Path(__file__).resolve().parents[2]


@cache
def assignment(slug):
    return load(ROOT, slug)


@cache
def gallery(slug):
    # Pictures need no drawn examples, so none are drawn.
    return Gallery(prepare(replace(assignment(slug), checks=())))


def drawn(slug, source):
    """The panels that trusted source draws, by picture, with the reference's beside them."""
    one = assignment(slug)
    caller = LocalCaller(source, one.spec.module, given=one.given)
    student = RemoteStudent(caller, one.parameters())
    reference = ReferenceRun(
        LocalCaller(one.reference, one.spec.module, given=one.given).namespace,
        homes(one.folder, "data"),
    )
    course = gallery(slug).course
    return {
        picture.id: overlaid(picture(student, reference), course[picture.id])
        for picture in one.pictures
    }


@cache
def of_the_reference(slug):
    return drawn(slug, assignment(slug).reference)


def mistaken(slug, name):
    (found,) = [one for one in misconceptions_of(assignment(slug)) if one.id == name]
    return drawn(slug, found.source)


def report(slug, panels):
    pictures = [
        Picture(id=one.id, title=one.title, uses=one.uses, panels=panels[one.id], next=one.try_next)
        for one in assignment(slug).pictures
    ]
    return Report(
        grader="0",
        student="ada",
        assignment=slug,
        status="graded",
        score=0,
        max_score=0,
        isolation=None,
        seed=0,
        versions=Versions(python="3", numpy="2", hypothesis="6"),
        pictures=tuple(pictures),
    )


# The map of words shows a border to whose sides not all of them keep.
LEAST_RIGHT = {"c5_word_embeddings": 0.75}


def test_every_assignment_draws_on_its_reference(every_slug):
    slug = every_slug
    assert gallery(slug).faults == ()
    panels = of_the_reference(slug)
    assert panels
    for picture in assignment(slug).pictures:
        assert picture.title.endswith(".")
        for panel in panels[picture.id]:
            assert panel.says
            if panel.kind == "lines":
                yours = [one.y for one in panel.series if one.role == "yours"]
                course = [one.y for one in panel.series if one.role == "reference"]
                assert yours == course
                assert all(value is not None for y in yours for value in y)
            if panel.kind == "regions":
                assert all(one.yours == one.reference for one in panel.maps)
                assert panel.maps[-1].yours_right > LEAST_RIGHT.get(slug, 0.9)
            if panel.kind == "graph":
                assert "are the course’s" in panel.says


def test_drawing_again_draws_the_same(every_slug):
    again = drawn(every_slug, assignment(every_slug).reference)
    assert again == of_the_reference(every_slug)


def test_pictures_are_small(every_slug):
    whole = report(every_slug, of_the_reference(every_slug))
    assert from_json(to_json(whole)) == whole
    assert len(to_json(whole)) < 120_000
    assert len(to_html(whole).encode()) < 110_000
    assert len(to_markdown(whole).encode()) < 25_000


@pytest.mark.parametrize(
    ("slug", "mistake", "picture", "words"),
    [
        ("c1_numpy_basics", "fi_scramble", "there_and_back", "0 of 10 columns hold their digit"),
        ("c1_numpy_basics", "pd_loop", "steps", "pairwise: yours rises from"),
        ("c1_logistic_regression", "opt_ascent", "learning_curves", "α = 0.1: yours rises from"),
        ("c1_logistic_regression", "curv_mse_gauss_newton", "two_losses", "the course’s goes from"),
        ("c1_activations", "tb_one_minus_a", "curves_and_slopes", "; the course’s"),
        ("c1_computation_graph", "mul_swapped", "neuron", "gradients differ from the course’s"),
        ("c1_shallow_network", "bp_no_slope", "borders", "the course’s 9"),
        ("c1_deep_network", "upd_plus", "depth", "2 layers: yours rises from"),
    ],
)
def test_a_known_mistake_is_seen(slug, mistake, picture, words):
    panels = mistaken(slug, mistake)[picture]
    assert any(words in panel.says for panel in panels), [panel.says for panel in panels]
    assert panels != of_the_reference(slug)[picture]
    page = to_html(report(slug, {**gallery(slug).course, picture: panels}))
    assert words.partition("’")[0] in page


def test_what_diverges_is_cut_and_told():
    slug = "c1_logistic_regression"
    panel = mistaken(slug, "opt_ascent")["learning_curves"][0]
    assert "Not whole in the drawing, but in the numbers" in to_html(
        report(slug, {**gallery(slug).course, "learning_curves": (panel,)})
    )
