"""A question's Markdown as plain text, for a terminal, a file to fill in and a report."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# Code stays as it is written, and a formula is one: what looks like markup in it is none.
_PARTS = re.compile(r"`([^`]+)`|\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
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
    return str(_converter().latex_to_text(latex)).strip()


@cache
def _converter() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="text")
