"""What students read of hidden checks is what the checker wrote, whatever a submission tries."""

from __future__ import annotations

import pytest

from .conftest import HALF, SLUG, check_of, copy_course, grade, tricks, write_class

LEVELS = ("full", "hint", "name", "silent")
TOLD = "spied"
# It keeps what it is given in any check, and tells it in every way there is.
SPY = f"""{HALF}

import warnings

SEEN = []

def told():
    return "{TOLD}" + "_".join(format(float(v), "g") for v in SEEN[:50]).replace("-", "m")

def keep(z):
    SEEN.extend(np.asarray(z, dtype=float).ravel()[:5])

def sigmoid(z):
    keep(z)
    print(told())
    warnings.warn(told(), RuntimeWarning)
    raise type("K" + told(), (ValueError,), {{}})(told())

def initialize(n_x):
    keep(n_x)
    return type(told(), (), {{}})(), 0.0

def predict(w, b, X):
    keep(X)
    return told()
"""


@pytest.fixture(scope="module", params=LEVELS)
def pages(request, best, tmp_path_factory):
    """Per level: reports and the text of the pages that students get."""
    home = tmp_path_factory.mktemp(request.param)
    course = copy_course(home / "course", SLUG)
    spec = course / "assignments" / SLUG / "assignment.toml"
    lines = [line for line in spec.read_text().splitlines() if not line.startswith("feedback")]
    spec.write_text("\n".join([f'feedback = "{request.param}"', *lines]))
    known = {one.name: one for one in tricks("tricks")}
    names = ("markup_everywhere", "markup_in_values", "error_group", "flood_of_output")
    sources = {name: known[name].source({"@MARK@": TOLD}) for name in names}
    write_class(home / "class", {"spy": SPY, **sources})
    run = grade(home / "class", course, home / "out", "--rung", best, "-j", "2")
    assert run.code == 0
    texts = {
        (student, suffix): (run.out / student / f"{SLUG}.{suffix}").read_text()
        for student in run.reports
        for suffix in ("html", "md")
    }
    return request.param, run.reports, texts


def words_of_hidden_checks(report):
    """Every value of hidden inputs that the report of the instructor shows."""
    for exercise in report["exercises"]:
        for check in exercise["checks"]:
            if not check["public"] and check["counterexample"] is not None:
                yield from check["counterexample"]["inputs"].values()


def test_the_spy_is_at_work(pages):
    """Without this, what it fails to tell would prove nothing."""
    _, reports, _ = pages
    hidden = check_of(reports["spy"], "sigmoid_everywhere")
    assert hidden["verdict"] == "errored"
    assert TOLD in hidden["raised"]
    assert TOLD in reports["spy"]["output"]
    assert TOLD in check_of(reports["spy"], "predict_by_hand")["counterexample"]["got"]


def test_nothing_that_a_function_saw_in_hidden_checks_comes_out(pages):
    """Its own words are shown on public checks, which ran before it had seen anything else."""
    level, reports, texts = pages
    shown = [
        check["raised"] + check["counterexample"]["got"]
        for exercise in reports["spy"]["exercises"]
        for check in exercise["checks"]
        if check["public"] and check["counterexample"] is not None
    ]
    assert any(TOLD in text for text in shown)
    alone = {text.count("_") for text in shown if TOLD in text}
    assert max(alone) < 10
    for (student, suffix), text in texts.items():
        if student == "spy":
            for line in text.splitlines():
                assert line.count("_") < 40 or TOLD not in line, (level, suffix, line[:200])


def test_below_full_no_hidden_input_is_shown(pages):
    level, reports, texts = pages
    for (student, suffix), text in texts.items():
        found = [word for word in words_of_hidden_checks(reports[student]) if len(word) > 12]
        if student == "spy":
            assert found
        if level != "full":
            assert not [word for word in found if word in text], (student, suffix)


def test_titles_of_hidden_checks_are_silent_where_they_must_be(pages):
    level, reports, texts = pages
    title = check_of(reports["spy"], "sigmoid_everywhere")["title"]
    assert (title.split()[0] in texts["spy", "md"]) or level == "silent"
    if level == "silent":
        assert title not in texts["spy", "md"]


def test_no_page_shows_a_path_or_a_trace_of_the_graders(pages):
    _, _, texts = pages
    for key, text in texts.items():
        for word in ("Traceback", "site-packages", "grader/", 'File "', "/tmp/"):
            assert word not in text, (key, word)
