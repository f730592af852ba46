"""The pages of the handout: every formula set or refused, nothing fetched, nothing run."""

from __future__ import annotations

import html
import itertools
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader.course.course import load_course
from grader.errors import CourseInvalid
from grader.handout import FOLDER, handout
from grader.handout import page as pages
from grader.handout.page import Place, page

ROOT = Path(__file__).resolve().parents[2]
PLACES = (Place("c1_a", "First"), Place("c1_b", "Second & last"))
SLUGS = ["", *(f"{slug}/" for slug in load_course(ROOT).slugs())]
VOID = {"meta", "img", "br", "hr", "mspace"}


def made(text, here="c1_a"):
    return page(text, "assignments/c1_a/README.md", "A course", PLACES, here=here)


def body(text):
    return re.search(r"<main.*?</main>", made(text), re.DOTALL)[0]


def refused(text):
    with pytest.raises(CourseInvalid) as caught:
        made(text)
    return str(caught.value)


class Outline(HTMLParser):
    """Reads a page as a browser does, and sees that what is opened is closed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.starts, self.words = [], [], {}
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.starts.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.starts.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        around = next((tag for tag in ("code", "math", "style") if tag in self.open), "text")
        self.words[around] = self.words.get(around, "") + data

    def all(self, tag):
        return [attrs for found, attrs in self.starts if found == tag]


# -- formulas --------------------------------------------------------------------------------


def test_a_formula_becomes_mathml():
    found = body("Let $x^2$ be.\n\n$$\\frac{a}{b}$$\n")
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in found
    assert '<math display="block"><mfrac>' in found
    assert "$" not in found


def test_a_prime_is_not_made_small_twice():
    prime = '<mo lspace="0" rspace="0">′</mo>'
    assert f"<mrow><mi>g</mi>{prime}</mrow><mo" in body("$g'(z)$\n")
    assert "″" in body("$J''(w)$\n")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# T\n\nA $\\fraq{1}{2}$ here.\n", 3),
        ("# T\n\none\ntwo\nthree $\\fraq{1}{2}$\n", 5),
        ("# T\n\n\n$$\n\\fraq{1}{2}\n$$\n", 4),
        ("| a |\n|---|\n| b |\n| $\\fraq{1}{2}$ |\n", 4),
        ("- one\n- two $\\fraq{1}{2}$\n", 2),
        ("## $\\fraq{1}{2}$\n", 1),
        ("A $$\\fraq{1}{2}$$ in a line.\n", 1),
    ],
)
def test_an_unknown_command_is_refused_with_its_file_and_line(text, line):
    message = refused(text)
    assert message.startswith(
        f"assignments/c1_a/README.md: the formula at line {line} cannot be set ("
    )
    assert "\\fraq" in message
    assert message.endswith("write it in another way.")


@pytest.mark.parametrize(
    "formula",
    [
        "\\frac{1",
        "x}",
        "a & b",
        "\\left( x",
        r"\begin{matrix} a \\[2pt] b \end{matrix}",
        r"\begin{matrix} a \\ [0.5em] b \end{matrix}",
    ],
)
def test_a_broken_formula_is_refused(formula):
    assert "line 1" in refused(f"${formula}$\n")


def test_dollars_in_code_are_no_formula():
    found = body("`$x$` and\n\n```\ncost $\\foo$\n```\n")
    assert "<math" not in found
    assert "<code>$x$</code>" in found
    assert "cost $\\foo$" in found


def test_a_line_never_breaks_between_a_formula_and_what_clings_to_it():
    found = body("Of ($x$), and $y$, but $z$ no; $w$.\n")
    assert '<span class="whole">(<math><mi>x</mi></math>),</span> and' in found
    assert '<span class="whole"><math><mi>y</mi></math>,</span> but' in found
    assert "but <math><mi>z</mi></math> no;" in found
    assert '<span class="whole"><math><mi>w</mi></math>.</span>' in found
    words = Outline(made("Of ($x$), and $y$, but.\n")).words["text"]
    assert "Of (), and , but." in words  # not a character lost


# -- Markdown --------------------------------------------------------------------------------


def test_markup_in_the_text_is_text():
    found = body("<script>alert(1)</script> & `<b>`\n\n```\n</code><script>\n```\n")
    assert "<script>" not in found
    assert "&lt;script&gt;alert(1)" in found


def test_an_address_that_runs_code_is_no_link():
    assert "href" not in body("[here](javascript:alert(1))\n")


def test_links_to_texts_lead_to_their_pages():
    found = body("[that](../c1_b/README.md) and [this](figures/a.svg)\n")
    assert 'href="../c1_b/README.html"' in found
    assert 'href="figures/a.svg"' in found


def test_a_table_without_a_head_has_none():
    found = body("| | |\n|---|---|\n| a | b |\n")
    assert "<th" not in found
    assert "<td>a</td>" in found


def test_an_empty_heading_is_a_plain_cell():
    found = body("| | n |\n|---|---|\n| a | b |\n")
    assert re.search(r"<td></td>\s*<th>n</th>", found)


def test_a_row_of_a_matrix_may_begin_with_a_bracket():
    found = body("$\\begin{matrix} a \\\\ [1] \\end{matrix}$\n")
    assert "<mn>1</mn>" in found
    assert len(re.findall("<mtr", found)) == 2


def test_long_code_in_a_table_may_break_and_a_shape_may_not():
    row = '{"type": "conv", "f": 5, "stride": 1}'
    found = body(f"| a | b |\n|---|---|\n| `{row}` | `(m, n_H, n_W, n_C)` |\n")
    assert re.findall("<code[^>]*>", found) == ['<code class="long">', "<code>"]
    assert html.escape(row, quote=False) in html.unescape(found).replace("&#34;", '"')


def test_what_may_be_wide_scrolls_by_keyboard_too():
    found = Outline(made("| a |\n|---|\n| b |\n\n$$x$$\n\n```\nlong\n```\n"))
    boxes = [attrs for _, attrs in found.starts if attrs.get("tabindex") == "0"]
    assert [one.get("aria-label") for one in boxes] == ["Table", "Formula", None]


# -- the page around it ----------------------------------------------------------------------


def test_the_other_pages_are_a_link_away():
    found = Outline(made("# T\n"))
    links = {one["href"]: one for one in found.all("a")}
    assert {"../README.html", "../c1_b/README.html", "#text"} <= set(links)
    assert links["../c1_a/README.html"].get("aria-current") == "page"
    assert [one["href"] for one in found.all("a") if one.get("rel") == "next"] == [
        "../c1_b/README.html"
    ]
    assert "Second &amp; last" in made("# T\n")


def test_the_page_above_them_all_links_without_going_up():
    links = [one["href"] for one in Outline(made("# T\n", here="")).all("a")]
    assert "c1_a/README.html" in links
    assert not any(link.startswith("..") for link in links)


@pytest.mark.parametrize("name", ["math_core", "mdit_py_plugins.dollarmath"])
def test_without_a_library_it_says_what_to_install(monkeypatch, name):
    monkeypatch.setitem(sys.modules, name, None)
    pages._parser.cache_clear()
    message = refused("# T $x$\n")
    assert name in message
    assert "pip install -e .`" in message


# -- the course's own pages ------------------------------------------------------------------


@pytest.fixture(scope="module")
def tree():
    return handout(load_course(ROOT))


@pytest.fixture(params=SLUGS, ids=[slug.strip("/") or "general" for slug in SLUGS])
def both(request, tree):
    """A text of the course and its page."""
    text, found = (tree[f"{request.param}README.{kind}"].decode() for kind in ("md", "html"))
    return text, found


def test_every_formula_of_the_course_is_set(both):
    text, found = both
    outline = Outline(found)
    for around in ("text", "math"):
        assert not re.search(r"[\\$]", outline.words.get(around, ""))
    without_code = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    formulas = re.findall(r"\$\$.+?\$\$|\$[^$]+\$", without_code, flags=re.DOTALL)
    assert len(outline.all("math")) == len(formulas)


def test_the_words_of_the_text_are_all_there(both):
    text, found = both
    without = re.sub(r"```.*?```|\$\$.+?\$\$|\$[^$]+\$|`[^`\n]*`", " ", text, flags=re.DOTALL)
    without = re.sub(r"\]\([^)]*\)|[*|#]|:?---+:?|^\d+\. |^ *- ", " ", without, flags=re.MULTILINE)
    words = re.findall(r"\w{4,}", without)
    said = re.findall(r"\w{4,}", " ".join(Outline(found).words.values()))
    assert [word for word in words if word not in set(said)] == []


def test_a_page_runs_and_fetches_nothing(both):
    _, found = both
    outline = Outline(found)
    assert outline.all("script") == []
    assert not re.search(r"https?:|//|@import|url\(", found.partition("<main")[0])
    for _, attrs in outline.starts:
        assert not any(name.startswith("on") for name in attrs)
        assert not re.match(r"\w+:|//", attrs.get("src") or "")


def test_a_page_can_be_found_ones_way_in(both):
    outline = Outline(both[1])
    assert outline.all("html") == [{"lang": "en"}]
    ids = [attrs["id"] for _, attrs in outline.starts if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert outline.all("a")[0] == {"class": "skip", "href": "#text"}
    assert "text" in ids
    assert len(outline.all("h1")) == 1
    levels = [int(tag[1]) for tag, _ in outline.starts if re.fullmatch(r"h\d", tag)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_no_link_of_a_page_leads_nowhere(tree):
    for path, content in tree.items():
        if path.endswith(".html"):
            here = ROOT / FOLDER / path
            for one in Outline(content.decode()).all("a"):
                if not one["href"].startswith("#"):
                    target = (here.parent / one["href"]).resolve()
                    assert target.relative_to(ROOT / FOLDER).as_posix() in tree, one["href"]
