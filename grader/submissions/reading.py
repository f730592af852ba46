"""One file read: bytes in, plain data out, in the process that `reader` asks.

Parsing, compiling and analysing happen here and nowhere else while a class is marked, since none of
them can be broken off. Nothing of the file is run.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, astuple
from typing import Any

from grader.sandbox import answer_each
from grader.submissions.model import Asked, Part, Reading, Stopped, Unreadable
from grader.submissions.names import MOST_TEXTS, few
from grader.submissions.notebooks import extract_notebook
from grader.submissions.source.analysis import NO_MEMORY, Analysis, analyse
from grader.submissions.source.given import changed, rebound
from grader.submissions.source.reach import digest_of
from grader.submissions.source.rules import lent, refusal
from grader.submissions.source.slips import heads

_WARMING = """\
import numpy as np
from os import path


class C:
    x: int = 1

    def m(self):
        return [self.x for _ in range(2)]


def f(x):
    \"\"\"One.\"\"\"
    if x is None:
        raise NotImplementedError
    return np.exp(-x) + C().m()[0]
"""


def main(descriptor: int) -> None:
    """Serve `reader` (started by it, as a program)."""
    # What Python sets up when it first parses is then there in each process that is forked.
    asked = Asked(forbidden={"f": ("np.tanh",)})
    answer(request_of(_WARMING.encode(), asked, notebook=False))
    answer_each(descriptor, answer)


def read(data: bytes, asked: Asked, *, notebook: bool = False) -> Reading:
    """The text of a module, or the bytes of a notebook, read.

    Raises Unreadable where it is no notebook, and MemoryError where memory runs out.
    """
    remarks: tuple[str, ...] = ()
    line_map = None
    if notebook:
        book = extract_notebook(_json_text(data), asked.filename, asked.forbidden.keys())
        source, remarks, line_map = book.source, book.notes, book.line_map
    else:
        source = data.decode("utf-8", "surrogatepass")
    found = analyse(
        source,
        imports=asked.imports,
        given=(*asked.given, *asked.own),
        filename=asked.filename,
        exercises=asked.forbidden.keys(),
    )
    if found.problem == NO_MEMORY:
        raise MemoryError
    other_heads = dict(heads(found.parts, asked.heads))
    return Reading(
        asked=asked,
        source=found.source or source,
        problem=found.problem,
        line=found.line,
        stubs=found.stubs,
        filled_in=found.filled_in,
        notes=tuple(
            filter(None, (*found.notes, *other_heads.values(), rebound(found, asked.defined)))
        ),
        held=few([*found.held, *_lent(found, asked)]),
        refusals=_refusals(found, asked),
        told={name: tuple(sorted(found.lines_told(name))) for name in asked.forbidden},
        heads=other_heads,
        parts=found.reach,
        codes=found.codes,
        whole=digest_of(found.source),
        refused=found.refused[:MOST_TEXTS],
        guarded=found.guarded,
        endless=found.endless,
        remarks=few(remarks),
        line_map=line_map,
    )


def _refusals(found: Analysis, asked: Asked) -> dict[str, str]:
    if found.problem:
        return {}
    changes = changed(found, asked.defined)
    # An exercise among the words does not answer for itself there: it is looked into.
    said = {
        name: changes
        or refusal(
            found,
            name,
            [word for word in words if word not in asked.forbidden],
            asked.forbidden.keys() - {name, *words},
        )
        for name, words in asked.forbidden.items()
    }
    return {name: sentence for name, sentence in said.items() if sentence}


def _lent(found: Analysis, asked: Asked) -> list[str]:
    """Who may have forbidden work done by another exercise."""
    if found.problem:
        return []
    return [
        sentence
        for name, words in asked.forbidden.items()
        if words
        for sentence in lent(
            found, name, [word for word in words if "." in word], asked.forbidden.keys() - {name}
        )
    ]


def _json_text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("the notebook is not UTF-8; save it again with Jupyter") from None


# -- as bytes: JSON, which gives nothing but plain data, and what was handed in behind it -------


def request_of(data: bytes, asked: Asked, *, notebook: bool) -> bytes:
    """What `answer` is asked."""
    return json.dumps({"asked": asdict(asked), "notebook": notebook}).encode() + b"\n" + data


def answer(request: bytes) -> bytes:
    """The bytes that `reading_from` reads."""
    head, _, data = request.partition(b"\n")
    what = json.loads(head)
    told: dict[str, Any]
    try:
        found = read(data, Asked(**what["asked"]), notebook=what["notebook"])
    except Unreadable as error:
        told = {"unreadable": str(error)}
    except (MemoryError, SystemError):
        raise
    except Exception as fault:  # noqa: BLE001 (told, and it costs nobody marks)
        told = {"fault": f"{type(fault).__name__}: {fault}"[:500]}
    else:
        told = {
            **vars(found),
            "stubs": sorted(found.stubs),
            "filled_in": sorted(found.filled_in),
            "codes": [base64.b64encode(code).decode() for code in found.codes],
            "parts": [astuple(part) for part in found.parts],
            "refused": [astuple(one) for one in found.refused],
        }
        del told["asked"]  # whoever asks has it, and the text of a module
        if not what["notebook"] and found.source == data.decode("utf-8", "surrogatepass"):
            del told["source"]
    return json.dumps(told).encode()


def reading_from(answered: bytes, asked: Asked, source: str) -> Reading:
    """What `answer` told. Raises Unreadable, and RuntimeError for a fault of ours."""
    told = json.loads(answered)
    if "unreadable" in told:
        raise Unreadable(told["unreadable"])
    if "fault" in told:
        raise RuntimeError(told["fault"])
    places = told["line_map"]
    return Reading(
        asked=asked,
        source=told.get("source", source),
        problem=told["problem"],
        line=told["line"],
        stubs=frozenset(told["stubs"]),
        filled_in=frozenset(told["filled_in"]),
        notes=tuple(told["notes"]),
        held=tuple(told["held"]),
        refusals=told["refusals"],
        told={name: tuple(lines) for name, lines in told["told"].items()},
        heads=told["heads"],
        parts=tuple(_part_from(*one) for one in told["parts"]),
        codes=tuple(base64.b64decode(code) for code in told["codes"]),
        whole=told["whole"],
        refused=tuple(Stopped(line, tuple(names), *rest) for line, names, *rest in told["refused"]),
        guarded=tuple(told["guarded"]),
        endless=tuple((first, last, why) for first, last, why in told["endless"]),
        remarks=tuple(told["remarks"]),
        line_map=None if places is None else tuple((where, line) for where, line in places),
    )


def _part_from(
    names: list[str],
    uses: list[str],
    touches: list[str],
    digest: str,
    spans: list[list[int]],
    *marks: bool,
) -> Part:
    places = tuple((first, last) for first, last in spans)
    return Part(tuple(names), tuple(uses), tuple(touches), digest, places, *marks)
