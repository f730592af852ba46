"""A handout text as a page: one file, mathematics as MathML, no script, nothing fetched.

Only making the handout or papers takes the libraries for it, so they are imported when a page is
made. A formula that cannot be converted is an error with its line; none is ever passed on
as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from grader.errors import CourseInvalid

if TYPE_CHECKING:
    from jinja2 import Environment
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MISSING = (
    "Pages of the handout and of papers are made with {name}, and it is not there; run "
    "`python -m pip install -e .` in the folder of the grader."
)

# The library takes the distance for text.
_SPACED = re.compile(r"\\\\\s*\[[^\]]*(pt|em|ex|mm)\]")
# Code in a table that is longer than this may break; a shape never does.
_LONG = 30
# Fonts have the prime raised already: as an exponent it would be raised and made small twice.
_PRIMED = re.compile(r"<msup>(<mi>[^<]+</mi>)<mo>([′″‴]+)</mo></msup>")
_INLINE = ("math_inline", "math_inline_double")
# What clings to a formula: opening brackets and quotes before it, anything up to a space after.
_BEFORE = re.compile(r"[(\[“\"]+$")
_AFTER = re.compile(r"^\S{1,6}(?=\s|$)")


@dataclass(frozen=True)
class Place:
    """An assignment as the links between the pages name it."""

    slug: str
    title: str


@dataclass(frozen=True)
class _Link:
    address: str
    title: str
    here: bool = False


def page(text: str, name: str, course: str, places: Sequence[Place], here: str = "") -> str:
    """The page of a Markdown text, with links to the other pages of the course.

    `name` is the text's file for messages, `places` are the assignments in order, and `here`
    is the slug of the one that the text belongs to ("": the text above them all). Raises
    `CourseInvalid` for a formula that MathML cannot be made of, and without the libraries.
    """
    from markupsafe import Markup

    up = "../" if here else ""
    links = [
        _Link(f"{up}README.html", "All assignments", here=not here),
        *(_Link(f"{up}{one.slug}/README.html", one.title, one.slug == here) for one in places),
    ]
    at = next(number for number, link in enumerate(links) if link.here)
    body, title = _body(text, name)
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            title=title or course,
            course=course,
            links=links,
            body=Markup(body),  # noqa: S704 (the parser escapes what is not markup of its own)
            before=links[at - 1] if at else None,
            after=links[at + 1] if at + 1 < len(links) else None,
        )
    )


def _body(text: str, name: str) -> tuple[str, str]:
    """The HTML of a text, and the words of its first heading."""
    try:
        parser = _parser()
    except ModuleNotFoundError as fault:
        raise CourseInvalid(_MISSING.format(name=fault.name)) from None
    tokens = parser.parse(text)
    _set_formulas(tokens, name)
    tokens = list(_without_empty_heads(tokens))
    for token in tokens:
        _keep_together(token)
        _lead_to_pages(token)
    title = next((_words(token) for token in tokens if token.type == "inline"), "")
    return parser.renderer.render(tokens, parser.options, {}), title


def _words(token: Token) -> str:
    return "".join(part.content for part in token.children or ())


def _set_formulas(tokens: Sequence[Token], name: str) -> None:
    """Give each formula's token its MathML in place of its LaTeX."""
    convert = _converter()
    for token in tokens:
        line = token.map[0] + 1 if token.map else 0
        if token.type == "math_block":
            token.content = convert(token.content, name, line, block=True)
        for part in token.children or ():
            if part.type in ("softbreak", "hardbreak"):
                line += 1
            elif part.type in _INLINE:
                block = part.type == "math_inline_double"
                part.content = convert(part.content, name, line, block=block)


def _converter() -> Callable[..., str]:
    try:
        from math_core import LatexError, LatexToMathML
    except ModuleNotFoundError as fault:
        raise CourseInvalid(_MISSING.format(name=fault.name)) from None
    engine = LatexToMathML(fancy_error=False)

    def convert(latex: str, name: str, line: int, *, block: bool) -> str:
        try:
            if _SPACED.search(latex):
                raise ValueError("a row's end with a distance, \\\\[…], is printed as it stands")
            found = engine.convert_with_local_state(latex.strip(), displaystyle=block)
        except (LatexError, ValueError) as fault:
            said = " ".join(str(fault).split())
            raise CourseInvalid(
                f"{name}: the formula at line {line} cannot be set ({said}): "
                f"{' '.join(latex.split())[:80]}; write it in another way."
            ) from None
        return _PRIMED.sub(r'<mrow>\1<mo lspace="0" rspace="0">\2</mo></mrow>', found)

    return convert


def _without_empty_heads(tokens: Sequence[Token]) -> Iterator[Token]:
    """Markdown has no table without a head row; where that is empty, the page has none."""
    head: list[Token] = []
    inside = False
    for token in tokens:
        inside = inside or token.type == "thead_open"
        if not inside:
            yield token
            continue
        head.append(token)
        if token.type == "thead_close":
            if any(_words(one) for one in head):
                yield from _with_plain_corners(head)
            head, inside = [], False


def _with_plain_corners(head: Sequence[Token]) -> Iterator[Token]:
    """A heading without words is announced as one all the same: let it be a plain cell."""
    for number, token in enumerate(head):
        near = head[number + 1 :] if token.type == "th_open" else head[number - 1 : number]
        if token.type in ("th_open", "th_close") and not _words(near[0]):
            token.tag = "td"
        yield token


def _keep_together(token: Token) -> None:
    """A line may not break between a formula and the comma after it, or the bracket before it.

    Browsers take a formula for a word of its own, and would break there.
    """
    parts = token.children or []
    for at, formula in enumerate(parts):
        if formula.type not in _INLINE:
            continue
        head = _cut_off(_BEFORE, parts[at - 1]) if at else ""
        tail = _cut_off(_AFTER, parts[at + 1]) if at + 1 < len(parts) else ""
        formula.meta = {"head": head, "tail": tail}


def _cut_off(pattern: re.Pattern[str], part: Token) -> str:
    found = pattern.search(part.content) if part.type == "text" else None
    if found is None:
        return ""
    part.content = part.content[: found.start()] + part.content[found.end() :]
    return found[0]


def _lead_to_pages(token: Token) -> None:
    for part in token.children or ():
        address = str(part.attrs.get("href", ""))
        if part.type == "link_open" and address.endswith("README.md"):
            part.attrs["href"] = address.removesuffix(".md") + ".html"


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.anchors import anchors_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.use(dollarmath_plugin, double_inline=True).use(anchors_plugin, max_level=3)
    rules: dict[str, Callable[..., str]] = {
        "math_inline": _formula,
        "math_inline_double": _formula,
        "math_block": _boxed_formula,
        "table_open": _table_open,
        "table_close": _table_close,
        "fence": _code,
        "code_block": _code,
        "code_inline": _code_inline,
    }
    for name, rule in rules.items():
        parser.add_render_rule(name, rule)
    return parser


# What may be wider than a phone scrolls in a box of its own, by keyboard too.
_BOX = '<div class="{kind}" tabindex="0" role="group" aria-label="{label}">'


def _formula(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    from markupsafe import escape

    formula, head, tail = tokens[at].content, *tokens[at].meta.values()
    if not (head or tail):
        return formula
    return f'<span class="whole">{escape(head)}{formula}{escape(tail)}</span>'


def _boxed_formula(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    return f"{_BOX.format(kind='formula', label='Formula')}{tokens[at].content}</div>\n"


def _table_open(*_: Any) -> str:
    return f"{_BOX.format(kind='scroll', label='Table')}\n<table>\n"


def _table_close(*_: Any) -> str:
    return "</table>\n</div>\n"


def _code(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    from markupsafe import escape

    return f'<pre tabindex="0"><code>{escape(tokens[at].content)}</code></pre>\n'


def _code_inline(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    from markupsafe import escape

    content = tokens[at].content
    kind = ' class="long"' if len(content) > _LONG else ""
    return f"<code{kind}>{escape(content)}</code>"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("grader.handout"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
