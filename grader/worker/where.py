"""Where in a submission a call is that takes too long: asked by a signal, told by Python itself.

The trace is written inside of the signal's handler, so that it comes out of a loop of NumPy's as
well. A submission may write such a text too, or keep it from coming: no verdict rests on it.
"""

from __future__ import annotations

import faulthandler
import re
import signal
from typing import Final

MOST_CALLED: Final = 4  # lines that the one which is told had called, one the next
ASK: Final = getattr(signal, "SIGUSR1", None)  # there is none on Windows
_HEAD = b"most recent call first"
_PLACE = re.compile(rb'^  File "([^"\n]*)", line (\d{1,7}) in ', re.MULTILINE)


def tell_where(descriptor: int) -> None:
    """Have this process write a trace of what it is at there, whenever it is asked."""
    if ASK is not None:
        faulthandler.register(ASK, file=descriptor, all_threads=False)


def lines_told(said: bytes, filename: str) -> tuple[int, ...]:
    """The line of that file which the traces in some bytes tell, and then those that it had called;
    none if they tell none.

    It is one of the function that was called first: a loop there may spend all of its time in
    functions that are right. Of several the first is the nearest to the loop's beginning. The loop
    may as well be in what it had called.
    """
    told: list[tuple[int, ...]] = []
    for trace in said.split(_HEAD)[1:]:
        places = [int(line) for name, line in _PLACE.findall(trace) if name == filename.encode()]
        outer_first = dict.fromkeys(filter(None, reversed(places)))
        if outer_first:
            told.append(tuple(outer_first)[: 1 + MOST_CALLED])
    return min(told, key=lambda lines: lines[0], default=())
