from __future__ import annotations

import itertools
import re
from importlib.resources import files

import pytest

from grader.reports import class_html, to_html
from grader.results.report import Counterexample

ALLOWED = set(
    "html head meta title style body header h1 p bdi nav ul li a span main div strong code pre "
    "section h2 h3 article br details summary table caption thead tbody tfoot tr th td footer svg "
    "desc line rect text path g dl dt dd h4 figure figcaption".split()
)


@pytest.fixture
def pages(mixed):
    return [*(to_html(report) for report in mixed), class_html(mixed)]


def sound(parsed):
    """What must hold of every page, whatever its content."""
    assert parsed.faults == []
    assert {tag for tag, _ in parsed.tags} <= ALLOWED
    for tag, attrs in parsed.tags:
        assert not [name for name in attrs if name.startswith("on")], tag
        assert not {"src", "srcset", "action", "background"} & set(attrs), tag
    for link in parsed.all("a"):
        href = link["href"] or ""
        assert href.startswith("#") or re.fullmatch(r"[\w%.~-]+/[\w%.~-]+\.html", href), href


def test_pages_are_well_formed_and_fetch_nothing(pages, page):
    for html in pages:
        sound(page(html))
        assert "<script" not in html
        assert "http:" not in html
        assert "https:" not in html
        assert "url(" not in html
        assert "@import" not in html


def test_pages_are_accessible(pages, page):
    for html in pages:
        parsed = page(html)
        assert parsed.all("html") == [{"lang": "en"}]
        for once in ("h1", "main", "header", "footer", "title"):
            count = len(parsed.all(once)) - (once == "title" and len(parsed.all("svg")))
            assert count == 1, once
        assert len(parsed.all("caption")) == len(parsed.all("table"))
        assert all(cell.get("scope") in ("col", "row") for cell in parsed.all("th"))
        ids = [attrs["id"] for _, attrs in parsed.tags if "id" in attrs]
        assert len(ids) == len(set(ids))
        for _, attrs in parsed.tags:
            for wanted in (attrs.get("aria-labelledby") or "").split():
                assert wanted in ids
        for link in parsed.all("a"):
            href = link["href"] or ""
            assert not href.startswith("#") or href[1:] in ids
        for image in parsed.all("svg"):
            assert image["role"] == "img"
        levels = [int(tag[1]) for tag, _ in parsed.tags if re.fullmatch("h[1-6]", tag)]
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_hostile_text_stays_text(attacked, page):
    for html in (to_html(attacked), class_html([attacked])):
        sound(page(html))
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html)


def test_the_text_can_still_be_read(report, page):
    parsed = page(to_html(report('<b> & "x"')))
    assert 'Feedback for <b> & "x"' in parsed.text


def test_a_failing_check_says_what_where_and_why(mixed, page):
    parsed = page(to_html(mixed[1]))
    order = [
        "1 of 4 points",
        "Start with softmax: Sum over axis=1.",
        "Sum over axis=1.",
        "Title of rows",
        "twice too large",
        "Smallest input that fails",
        "import numpy as np\nx = np.array([[0.0, 0.0]])\nsoftmax(x)",
        "What came back",
        "np.array([[1.0, 1.0]])",
        "What must come back",
        "np.array([[0.5, 0.5]])",
        "1 check passed",
        "How this score was computed",
        "Gradus 0.1.0 · Python 3.11.7",
        "seed 7 · isolation A (full isolation)",
    ]
    text = parsed.text
    for wanted in order:
        assert wanted in text, wanted
        text = text[text.index(wanted) + len(wanted) :] if wanted != order[1] else text


def test_the_pasteable_code_is_python(mixed, page):
    parsed = page(to_html(mixed[1]))
    start = parsed.text.index("import numpy")
    code = parsed.text[start : parsed.text.index("softmax(x)", start) + len("softmax(x)")]
    compile(code, "pasted", "exec")


def test_a_withheld_score_is_not_shown_as_lowered(mixed, page):
    text = page(to_html(mixed[4])).text
    assert "Your score is withheld; it has not been lowered" in text
    assert "of 4" not in text
    assert "0 of 3" not in text
    assert "3 points withheld" in text
    assert "KeyError" not in text


def test_an_unreadable_submission_says_why(mixed, page):
    text = page(to_html(mixed[3])).text
    assert "Your work could not be read" in text
    assert "a.py, line 7: a bracket is not closed" in text
    assert "Mend what is named here, then hand in again." in text


def test_full_marks_leave_nothing_to_do(mixed, page):
    text = page(to_html(mixed[0])).text
    assert "Nothing is left to do: every point is earned." in text
    assert "4 of 4 points" in text


def test_follow_through_is_explained(check, exercise, report, page):
    one = report(
        "ada", exercise("loss", check(), follow_through=True, replaced=("sigmoid", "softmax"))
    )
    text = page(to_html(one)).text
    assert (
        "Marked again with the reference’s sigmoid and softmax in place of yours, "
        "so that one mistake costs once." in text
    )


def test_a_check_without_points_is_neutral(check, exercise, report, page):
    html = to_html(report("ada", exercise("f", check(), check("extra", "failed", points=0))))
    parsed = page(html)
    assert "no points" in parsed.text
    assert not [attrs for attrs in parsed.all("span") if "bad" in (attrs.get("class") or "")]


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("passed", "passed"),
        ("failed", "wrong answer"),
        ("not_implemented", "not filled in yet"),
        ("errored", "raised an error"),
        ("timed_out", "took too long"),
        ("out_of_memory", "used too much memory"),
        ("died", "ended the process"),
        ("protocol", "broke the protocol"),
        ("skipped", "skipped"),
        ("broken", "grader’s fault"),
    ],
)
def test_each_verdict_has_its_words(check, exercise, report, page, verdict, words):
    assert words in page(to_html(report("ada", exercise("f", check("a", verdict))))).text


def test_a_page_stays_small_whatever_it_is_given(check, exercise, report):
    long = "<&'\">" * 2000
    found = Counterexample(inputs={"x": long}, call=long, got=long, want=long, shrunk=False)
    checks = [
        check(f"c{i}", "failed", public=True, message=long, hint=long, raised=long,
              counterexample=found, warnings=(long,) * 50, title=long)
        for i in range(45)
    ]  # fmt: skip
    html = to_html(report("ada", exercise("f", *checks)))
    assert len(html.encode()) < 200_000
    assert "characters in all)" in html


def test_an_ordinary_page_is_not_clipped(mixed):
    assert all("characters in all)" not in to_html(report) for report in mixed)


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_palette_has_contrast_in_light_dark_and_print():
    css = (files("grader.reports") / "templates" / "style.css").read_text(encoding="utf-8")
    palettes = [
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    ]
    assert len(palettes) == 3
    for palette in palettes:
        for ground in ("page", "raised"):
            for ink in (
                "text",
                "muted",
                "link",
                "good",
                "bad",
                "warn",
                "quiet",
                *(f"s{n}" for n in range(6)),
            ):
                assert contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground)
        assert contrast(palette["fill"], palette["page"]) >= 3
    used = set(re.findall(r"var\(--(\w+)\)", css))
    assert used <= set(palettes[0])


def test_pages_are_deterministic(mixed):
    assert [to_html(report) for report in mixed] == [to_html(report) for report in mixed]
