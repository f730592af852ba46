"""The evidence for a check: its order, the same in all views, and nothing said twice."""

from __future__ import annotations

import re

import pytest

from grader.reports import to_html, to_markdown
from grader.reports.evidence import GRADIENT_HEAD, aligned, check_view
from grader.results.report import Counterexample, GradientRow, SourceLine
from grader.results.words import NO_MULTIPLE


def row(name, **more):
    given = {
        "name": name, "shape": "(2, 3)", "worst": "[0, 1]", "analytic": "0.5", "numeric": "0.25",
        "error": "3.3e-01", "right": False, "kinks": 0,
    }  # fmt: skip
    return GradientRow(**(given | more))


FOUND = Counterexample(
    inputs={"x": "np.array([[0.0]])"},
    call="f(x)['dw']",
    got="GOT",
    want="WANT",
    shrunk=True,
    gradients=(row("dw"), row("db", right=True, kinks=2, worst="", shape="a number")),
)


@pytest.fixture
def full(check):
    """A check with all there can be."""
    return check(
        "rows",
        "failed",
        public=True,
        message="MESSAGE",
        counterexample=FOUND,
        raised="RAISED",
        cause=f"CAUSE, {NO_MULTIPLE}",
        hint="HINT",
        line=12,
        source=(
            SourceLine(where="line 12 of your file", text="return TWELVE"),
            SourceLine(where="cell 3, line 4", text="z = FOUR"),
        ),
        warnings=("overflow encountered in exp (line 4)", "a RuntimeWarning"),
    )


ORDER = [
    "Title of rows",
    "MESSAGE",
    "Smallest input that fails",
    "f(x)",
    "Your gradients beside numeric ones",
    "relative error",
    "What it raised",
    "RAISED",
    "What came back",
    "GOT",
    "What must come back",
    "WANT",
    "Likely cause",
    "CAUSE",
    "Line 12 of your file",
    "return TWELVE",
    "Cell 3, line 4",
    "z = FOUR",
    "NumPy warned",
    "Line 4: overflow encountered in exp: exp of more than about 709",
    "Hint",
    "HINT",
]


@pytest.mark.parametrize("view", ["html", "markdown", "parts"])
def test_the_order_is_the_same_in_all_views(full, exercise, report, page, view):
    one = report("ada", exercise("f", full))
    if view == "html":
        text = page(to_html(one)).text
    elif view == "markdown":
        text = re.sub(r"[\\*]", "", to_markdown(one))
    else:
        shown = check_view("", full, 2000)
        said = [f"{p.label} {p.text} {p.other_label} {p.other}" for p in shown.parts]
        text = " ".join([shown.title, *said])
    text = text[text.index("MESSAGE") - 200 if text.index("MESSAGE") > 200 else 0 :]
    for wanted in ORDER:
        assert wanted in text, wanted
        text = text[text.index(wanted) + len(wanted) :]


def test_a_hint_gives_way_to_what_is_known_of_the_answer(check, exercise, report, page):
    failing = check("rows", "failed", message="MESSAGE", hint="HINT", cause="The sign is wrong.")
    assert "HINT" not in page(to_html(report("ada", exercise("f", failing)))).text
    vague = failing.model_copy(update={"cause": f"It is {NO_MULTIPLE}"})
    assert "HINT" in page(to_html(report("ada", exercise("f", vague)))).text
    named = exercise("f", vague, misconception="m", misconception_hint="NAMED")
    assert "HINT" not in page(to_html(report("ada", named))).text


@pytest.mark.parametrize("render", [to_html, to_markdown])
def test_of_checks_that_a_known_mistake_fails_one_has_its_evidence(check, exercise, report, render):
    checks = [
        check(name, "failed", message=f"MESSAGE{name}", counterexample=FOUND) for name in "ab"
    ]
    named = exercise("f", *checks, misconception="m", misconception_hint="NAMED")
    text = render(report("ada", named))
    assert "MESSAGEa" in text
    assert "MESSAGEb" not in text
    assert "Title of b" in text
    assert "MESSAGEb" in render(report("ada", exercise("f", *checks)))


@pytest.mark.parametrize("render", [to_html, to_markdown])
def test_what_is_complete_comes_after_what_is_open(check, exercise, report, render):
    done = exercise("first", check("a", "passed"))
    still = exercise("second", check("b", "failed", message="MESSAGE"))
    text = render(report("ada", done, still))
    assert text.index("MESSAGE") < text.index("1 check passed")


def test_what_is_not_there_leaves_no_label(check):
    shown = check_view("", check("rows", "failed", message="MESSAGE"), 2000)
    assert [(part.label, part.text) for part in shown.parts] == [("", "MESSAGE")]


@pytest.mark.parametrize(
    ("got", "want", "labels"),
    [
        ("1", "2", [("What came back", "What must come back")]),
        ("1", "", [("What came back", "")]),
        ("", "2", [("What must come back", "")]),
        ("", "", []),
    ],
)
def test_what_came_back_stands_beside_what_must(check, got, want, labels):
    found = Counterexample(inputs={}, call="f()", got=got, want=want, shrunk=False)
    parts = check_view("", check("rows", "failed", counterexample=found), 2000).parts
    assert [(part.label, part.other_label) for part in parts if part.form != "python"] == labels


def test_a_gradients_table_is_aligned_and_says_each_verdict(full):
    table = next(part for part in check_view("", full, 2000).parts if part.form == "table")
    lines = table.text.splitlines()
    assert lines[0].split("  ")[0] == "gradient"
    columns = [lines[0].index(name) for name in GRADIENT_HEAD]
    for line in lines[1:]:
        for place in columns[1:]:
            assert line[place - 1 : place + 1].strip() or line[place - 2 : place] == "  "
            assert line[place - 1] == " "
    assert lines[1].endswith("✗ wrong")
    assert lines[2].endswith("✓ agrees, 2 at a kink left out")


def test_columns_are_as_wide_as_their_widest_cell():
    assert aligned([("a", "bb"), ("ccc", "d")]) == "a    bb\nccc  d"


def test_a_line_is_named_once(check):
    told = check("rows", "errored", message="Your code raised KeyError at line 7", line=7)
    assert check_view("", told, 2000).line is None
    assert check_view("", told.model_copy(update={"message": "no"}), 2000).line == 7
    source = (SourceLine(where="line 7 of your file", text="x"),)
    shown = check_view("", told.model_copy(update={"message": "no", "source": source}), 2000)
    assert shown.line is None
    assert shown.source == (("Line 7 of your file", "x"),)


def test_a_warning_is_said_once_and_in_plain_words(check):
    shown = check_view("", check("rows", "failed", warnings=("a RuntimeWarning",)), 2000)
    assert [(part.label, part.text) for part in shown.parts] == [
        ("NumPy warned", "A warning of another kind")
    ]


def test_two_tables_are_no_two_landmarks_of_one_name(full, exercise, report, page):
    again = full.model_copy(update={"id": "again"})
    parsed = page(to_html(report("ada", exercise("f", full, again))))
    names = [attrs["aria-label"] for _, attrs in parsed.tags if attrs.get("role") == "region"]
    assert len(names) == len(set(names))
    assert len([1 for attrs in parsed.all("table") if attrs.get("class") == "gradients"]) == 2
