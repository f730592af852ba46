"""What to do where a file is no Python: a few words on the mistake behind what Python says of it.

Python tells where it gave up, and not what was pasted there or typed by a word processor.
"""

from __future__ import annotations

import re

# What the line looks like, and what to do.
_LINES: tuple[tuple[str, str], ...] = (
    (r"(>>>|\.\.\.)( |$)", "take out the prompts (>>> and ...) and what Python answered to them"),
    (r"(In|Out) ?\[\d*\]:", "take out the prompts (In [1]:) and what Python answered to them"),
    (r"```", "``` marks code in a text or a chat: take out such lines, and the text around them"),
    (
        r"(sudo |[$%] ?)?(pip3?|conda|git|cd|ls|python3?|apt(-get)?|jupyter)( +[\w./-]|$)",
        "this is a command for a terminal and no Python: take the line out",
    ),
    (
        r'Traceback \(most recent|File ".*", line \d|[A-Z]\w*Error: ',
        "an error message was pasted here: take its lines out",
    ),
    (r"else if\b", "write elif for else if"),
    (
        (
            r"(?!(?:def|class|from|import|if|elif|for|while|with|return|print|raise|assert|del) )"
            r"[A-Za-z][a-z']*(,? [A-Za-z][a-z']*){2,}[.:,!?]?$"
        ),
        "this is text and no Python: take the line out, or begin it with #",
    ),
)
# What Python says, and what to do.
_SAID: tuple[tuple[str, str], ...] = (
    ("invalid character '[“”„‟‘’‚«»′″´]'", "type the quotes anew on the keyboard, as \" or '"),
    ("invalid character '[−–—‐‑]'", "type the minus sign anew on the keyboard, as -"),
    ("invalid character '[×·∗⋅]'", "write * for a product, and text only in quotes or after #"),
    (
        "invalid non-printable character",
        (
            "an invisible character came along when it was copied: delete the blanks of this line "
            "and type them anew"
        ),
    ),
    ("inconsistent use of tabs", "indent all lines of the function with spaces only"),
    ("unindent does not match|unexpected indent", "begin the line as far in as the lines above it"),
    ("expected an indented block", "write what belongs in there, further in, or `pass`"),
    ("outside function", "begin the line as far in as the lines of its function"),
)
_ASKED = {
    ". Did you mean ": "; write ",
    ". Maybe you meant ": "; maybe you meant ",
    ". Perhaps you forgot ": "; perhaps you forgot ",
}
_NUMBERED = re.compile(r"\s*\d+[:|.]?(\s|$)")
_COMPARED = re.compile(r"[+-]")


def advice(source: str, line: int | None, said: str) -> str:
    """What to do about what Python `said` of a line, or ""."""
    lines = source.split("\n")
    filled = [one for one in lines if one.strip()]
    if len(filled) > 4:
        if all(map(_NUMBERED.match, filled)):
            return "the lines begin with their numbers: copy the code without them"
        if all(map(_COMPARED.match, filled)):
            return "the lines begin with + or -, as Git shows changes: hand in the file itself"
    tab = _tab_before(lines, line) if "indent" in said else None
    if tab is not None:
        return (
            f"line {tab} begins with a tab and others with spaces, which only look alike: indent "
            "all lines of the function with spaces only"
        )
    for pattern, what in _SAID:
        if re.search(pattern, said):
            # In the middle of words, the quotes of a text were closed too early or never.
            return _unclosed(source) or what
    text = lines[line - 1].strip() if line and line <= len(lines) else ""
    for pattern, what in _LINES:
        if re.match(pattern, text):
            return what
    return _unclosed(source)


def _tab_before(lines: list[str], line: int | None) -> int | None:
    """The last line up to this one that is indented by a tab where others are by spaces."""
    until = [*enumerate(lines[: line or 0], start=1)]
    if not any(text.startswith(" ") for _, text in until):
        return None
    tabs = [number for number, text in until if "\t" in text[: len(text) - len(text.lstrip())]]
    return tabs[-1] if tabs else None


def _unclosed(source: str) -> str:
    for quotes in ('"""', "'''"):
        if source.count(quotes) % 2:
            return (
                f"one of the {quotes} in the file has no partner: look at this line and those above"
            )
    return ""


def with_advice(source: str, line: int | None, said: str) -> str:
    """What Python said, and what to do: in one sentence, without an end and no question."""
    told = said.rstrip("?")
    for asks, says in _ASKED.items():
        told = told.replace(asks, says)
    return "; ".join(filter(None, (told, advice(source, line, said))))
