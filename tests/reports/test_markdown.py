from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from grader.reports import to_markdown
from grader.reports.markdown import code_block, code_span, escape

TRICKY = (
    "# a", "1. a", "12) a", "- a", "+ a", "> a", "===", "---", "| a | b |", "*a* _b_ ~~c~~",
    "[a](b)", "![a](b)", "<b>", "&lt;", "a\\", "`a`", "``", "https://example.org",
    "www.example.org", "$x$", "^a",
)  # fmt: skip


def rendered(text):
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)


def plain(html):
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        html = html.replace(entity, char)
    return html


@pytest.mark.parametrize("text", TRICKY)
def test_escaped_text_is_a_paragraph_of_itself(text):
    html = rendered(escape(text))
    assert html.startswith("<p>")
    assert plain(html.removeprefix("<p>").removesuffix("</p>\n")) == text
    assert "<" not in html.removeprefix("<p>").removesuffix("</p>\n")


def test_addresses_do_not_become_links():
    assert escape("https://a.org WWW.b.org") == "https\\://a.org WWW\\.b.org"


@pytest.mark.parametrize("text", TRICKY)
def test_code_cannot_be_left(text):
    assert plain(rendered(code_span(text))) == f"<p><code>{text}</code></p>\n"
    text = f"{text}\n```\n~~~~\n{text}"
    assert plain(rendered(code_block(text))) == f"<pre><code>{text}\n</code></pre>\n"


def test_hostile_text_stays_text(attacked):
    markdown = to_markdown(attacked)
    html = rendered(markdown)
    assert set(re.findall(r"<(\w+)", html)) <= set(
        "h1 h2 h3 p strong em code pre ul li br table thead tbody tr th td hr".split()
    )
    # The title, the exercise, the failing check, the table's heading, the pictures and two of
    # them: no more. Two tables, and one of each kind of panel but of images.
    assert len(re.findall(r"<h[1-6]", html)) == 7
    assert html.count("<tr>") == 5 + 7
    assert all(row.count("<td>") in (0, 2, 4, 5, 7) for row in html.split("<tr>"))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", markdown)


def test_it_says_the_same_as_the_page(mixed):
    text = to_markdown(mixed[1])
    assert text.startswith("# NumPy building blocks\n")
    assert text.endswith("\n")
    for wanted in (
        "**1 of 4 points**",
        "**Next:** Start with `softmax`: Sum over `axis=1`.",
        "**A known mistake:** Sum over `axis=1`.",
        "### ✗ Title of rows",
        "```python\nimport numpy as np\nx = np.array([[0.0, 0.0]])\nsoftmax(x)\n```",
        "- ✓ Title of shape — passed, 1 of 1 point",
        "| softmax | ✗ points open | 1 of 2 | 1 of 4 points |",
    ):
        assert wanted in text, wanted


def test_a_withheld_score_is_not_shown(mixed):
    text = to_markdown(mixed[4])
    assert "Your score is withheld; it has not been lowered" in text
    assert "of 4" not in text


@pytest.mark.parametrize(
    ("notes", "message", "said"),
    [
        ((), "Not filled in yet", "**Next:** Fill in `relu`."),
        (
            (),
            "Your file defines no function called relu",
            "**Next:** Start with `relu`: your file defines no function called relu.",
        ),
        (
            ("line 9 gives relu another value: use another name; so it is with f (line 3)",),
            "Your file defines no function called relu",
            "**Next:** Start with `relu`: line 9 gives relu another value: use another name.",
        ),
    ],
)
def test_what_is_not_found_is_not_said_to_be_empty(report, check, exercise, notes, message, said):
    lost = exercise("relu", check("empty", "not_implemented", message=message, public=True))
    made = report("ada", lost, notes=notes)
    assert said in to_markdown(made)


def test_what_was_not_tried_is_said_once(report, check, exercise):
    problem = "neuron.py is not valid Python"
    checks = [check(name, "errored", message=problem, public=True) for name in "abc"]
    made = report("ada", exercise("relu", *checks), status="unreadable", problem=problem)
    assert to_markdown(made).count(problem) == 1


def test_where_a_function_is_wrong_comes_first(report, check, exercise, repair):
    """One place or two; checks that fail by the same mistake are named only."""
    one, two = (repair(line=n, text=f"y = {n}", says="A minus is missing.") for n in (4, 7))
    failed = [check(name, "failed", message="Wrong.") for name in ("rows", "columns")]
    text = to_markdown(report("ada", exercise("f", *failed, repairs=(one, two))))
    assert "**Next:** Start with `f`: Line 4 of your file: a minus is missing. Line 7" in text
    assert text.count("**Where it is wrong:** Line ") == 2
    assert "y = 4" in text
    assert "With small changes at these places, every check of this exercise passes." in text
    assert text.index("Where it is wrong") < text.index("### ✗ Title of rows")
    assert "**Fails too**" in text
    some = one.model_copy(update={"mends": "some"})
    told = to_markdown(report("ada", exercise("f", *failed, repairs=(some,))))
    assert "**Fails too**" not in told  # another mistake may be behind them
    assert "### ✗ Title of columns" in told
    alone = to_markdown(report("ada", exercise("f", *failed, repairs=(one,))))
    assert "With a small change there, every check" in alone


def test_what_is_complete_with_the_reference_in_a_place_says_so(report, check, exercise):
    helped = exercise("g", check("a"), follow_through=True, replaced=("f",))
    text = to_markdown(report("ada", exercise("f", check("b", "failed")), helped))
    (line,) = [line for line in text.splitlines() if line.startswith("- `g`")]
    assert line.endswith(
        "with the reference’s `f` in place of yours, so that one mistake costs once."
    )
