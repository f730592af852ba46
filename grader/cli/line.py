"""One line of the terminal that is written over: what is being done just now."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Callable


def over_itself(what: str) -> None:
    """Say it on stderr, over what was said there before; "" takes that away."""
    room = shutil.get_terminal_size().columns - 1
    text = ""
    for char in what:
        room -= 2 if unicodedata.east_asian_width(char) in "FW" else 1
        if room < 0:
            break
        text += char
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    shown = text.encode(encoding, "replace").decode(encoding)
    print(f"\r\x1b[K{shown}", end="", file=sys.stderr, flush=True)


def where_it_is_seen() -> Callable[[str], None] | None:
    """`over_itself` where stderr is a terminal; elsewhere a line that is written over is no use."""
    return over_itself if sys.stderr is not None and sys.stderr.isatty() else None
