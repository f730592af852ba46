"""A question's Markdown as plain text, for a terminal, a file to fill in and a report."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# Code stays as it is written, and a formula is one: what looks like markup in it is none.
_PARTS = re.compile(r"`([^`]+)`|\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
_RAISED = re.compile(r"([\^_])\{([^{}]*[-+*/ _][^{}]*)\}")
# The converter eats the distance after a name that takes no argument: `\\ln a` is lna.
_SPACED = re.compile(
    r"\\(?!(?:hat|bar|tilde|vec|dot|sqrt|frac|text|operatorname|overline|math[a-z]+)\b)([A-Za-z]+)\s+"
)
_SEVERAL = re.compile(r"[^\w.^]")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


def plain(text: str) -> str:
    """The text without marks: formulas in signs that a terminal has, code as it is."""
    found, at = [], 0
    for part in _PARTS.finditer(text):
        found += [_unmarked(text[at : part.start()]), part[1] or _formula(part[2] or part[3])]
        at = part.end()
    return "".join([*found, _unmarked(text[at:])]).strip()


def one_line(text: str) -> str:
    """The plain text on one line."""
    return " ".join(plain(text).split())


def _unmarked(text: str) -> str:
    return _STRONG.sub(r"\2", text)


def _formula(latex: str) -> str:
    # On one line only brackets tell what belongs together: x^{T-t} is x^(T-t).
    grouped = _RAISED.sub(r"\1(\2)", _SPACED.sub(r"\\\1{} ", latex))
    return str(_converter().latex_to_text(grouped)).strip()


@cache
def _converter() -> Any:
    from pylatexenc.latex2text import (
        LatexNodes2Text,
        MacroTextSpec,
        get_default_latex_context_db,
    )

    context = get_default_latex_context_db()
    context.add_context_category(
        "grouped",
        macros=[
            MacroTextSpec("frac", simplify_repl=_fraction),
            MacroTextSpec("ne", simplify_repl="≠"),
        ],
        prepend=True,
    )
    return LatexNodes2Text(math_mode="text", latex_context=context)


def _fraction(node: Any, l2tobj: Any) -> str:
    above, below = (l2tobj.nodelist_to_text([one]).strip() for one in node.nodeargd.argnlist)
    return f"{_bracketed(above)}/{_bracketed(below)}"


def _bracketed(text: str) -> str:
    return f"({text})" if _SEVERAL.search(text) else text
