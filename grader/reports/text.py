"""Text that came from elsewhere, made safe to show, and small matters of wording.

What is shown may come from a student: a name, a returned value, an exception's text.
Nothing here escapes for a format (HTML, Markdown, CSV); each view does that for its own.
"""

from __future__ import annotations

import re
import unicodedata

from grader.apart import called

# These make what a person reads differ from what is there.
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def one_line(text: str, limit: int = 300) -> str:
    """`text` on one line, without control characters, clipped; "" stays ""."""
    cleaned = "".join(_plain(char) for char in text if char not in _BIDI_CONTROLS)
    cleaned = " ".join(cleaned.split())
    return cleaned if len(cleaned) <= limit else cleaned[: limit - 1] + "…"


def _plain(char: str) -> str:
    match unicodedata.category(char):
        case "Cc" | "Zl" | "Zp":
            return " "
        case "Cs":
            return "\ufffd"
        case _:
            return char


def shown_name(student: str) -> str:
    """A student's name as it is shown."""
    return one_line(called(student), 120) or "(no name)"


def visible(text: str, limit: int = 2000) -> str:
    """`text` with its lines kept and every other control character spelled out, clipped."""
    text = text.replace("\r\n", "\n").strip("\n")
    shown = "".join(_spelled(char) for char in text[:limit])
    return shown if len(text) <= limit else f"{shown}… ({len(text)} characters in all)"


def _spelled(char: str) -> str:
    if char in "\n\t":
        return char
    if char in _BIDI_CONTROLS or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp"):
        code = ord(char)
        return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    return char


def code_spans(line: str) -> list[tuple[bool, str]]:
    """A line as (is it code, text) parts: what stands between single backticks is code."""
    parts = re.split(r"`([^`]+)`", line)
    return [(i % 2 == 1, part) for i, part in enumerate(parts) if part]
