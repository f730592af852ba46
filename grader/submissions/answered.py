"""Which file of what a student handed in has the answers to a quiz.

Answers are read from a `.toml` file with a table [answers], wherever it lies: the one that names
the quiz, or else one in a folder or under a name that is called like it. Of several the one with
the most answers is taken, then the highest number of a copy, and of several hand-ins the newest in
which anything is answered.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

from grader.submissions.belongs import copy_number, owner
from grader.submissions.hand_in import HandIn
from grader.submissions.model import (
    ANSWERS_SUFFIXES,
    MEGABYTE,
    Expected,
    Submission,
    Unreadable,
    stem_of,
    suffix_of,
)
from grader.submissions.names import few, listed, shortened
from grader.submissions.read import digest_of, received_in
from grader.submissions.text import decode_source
from grader.submissions.tree import File

ANSWERS_LIMIT = 1 * MEGABYTE
MOST_FILES = 60
_NAMES_QUIZ = re.compile(r"^[ \t]*quiz[ \t]*=[ \t]*[\"'](.*?)[\"']", re.MULTILINE)
_TABLE = re.compile(r"^[ \t]*\[[ \t]*answers[ \t]*\]", re.MULTILINE)
# What lies beside the answers, and names the quiz too.
_PAPER = re.compile(r"^[ \t]*\[\[[ \t]*questions[ \t]*\]\]", re.MULTILINE)
# No \s: it takes lines as well, and many empty ones would be gone through from each of them.
_ANSWER = re.compile(
    r"^[ \t]*[\w\"'.-]+[ \t]*=[ \t]*(?!(?:\"\"|''|\[[ \t]*\])[ \t]*(?:#.*)?$)\S", re.MULTILINE
)


@dataclass(frozen=True)
class _Answered:
    """A file that may be it: its text, or why it can't be read, and how much is answered."""

    file: File
    text: str
    data: bytes
    problem: str
    answered: int


def answers_for(hand_ins: Sequence[HandIn], expected: Expected) -> tuple[HandIn, Submission] | None:
    """The answers to a quiz, with the hand-in that has them; None if there are none.

    The newest hand-in comes last.
    """
    found = [(one, these) for one in hand_ins if (these := _candidates(one, expected))]
    if not found:
        return None
    answered = [pair for pair in found if pair[1][0].answered]
    hand_in, (best, *others) = (answered or found)[-1]
    notes = []
    if others:
        names = listed([one.file.name for one in others])
        notes.append(f"{names}: not read, as {best.file.name} has more answers or is the newer one")
    received, told = received_in(hand_in.tree)
    return hand_in, Submission(
        student="",
        assignment=expected.slug,
        source=best.text,
        files=(shortened(best.file.name),),
        sha256=digest_of(best.file, best.data, ()) if best.data else "",
        received=received,
        problem=best.problem,
        notes=few((*notes, *told)),
    )


def is_blank(text: str) -> bool:
    """Whether it is a sheet in which every answer is left empty, as it was handed out."""
    try:
        given = tomllib.loads(text).get("answers")
    except (ValueError, RecursionError):  # told with its line when it is marked
        return False
    return isinstance(given, dict) and all(one in ("", []) for one in given.values())


def is_answers(name: str) -> bool:
    """Whether a file may hold answers, by its name."""
    return bool(suffix_of(name, ANSWERS_SUFFIXES))


def no_answers(hand_in: HandIn, expected: Expected) -> str:
    """The sentence for a quiz that no answers were found for."""
    files = [file.name for file in hand_in.files()]
    there = f"found {listed(files)}" if files else "the folder is empty"
    return (
        f"no answers were handed in for {expected.slug}: {there}; accepted is answers.toml, as it "
        "was handed out and filled in"
    )


def _candidates(hand_in: HandIn, expected: Expected) -> list[_Answered]:
    """The files that may be it, the best one first."""
    found = []
    for file in [file for file in hand_in.files() if is_answers(file.path[-1])][:MOST_FILES]:
        one = _looked_into(file)
        named = _NAMES_QUIZ.search(one.text)
        if named is not None:
            mine = named[1] == expected.slug
        else:
            stem = stem_of(file.path[-1], ANSWERS_SUFFIXES)
            whose = owner(file.path, stem, hand_in.course)
            mine = whose is not None and whose.slug == expected.slug
        if mine and not _PAPER.search(one.text):
            found.append(one)
    found.sort(key=lambda one: (-one.answered, -_copy(one.file), one.file.path))
    return found


def _copy(file: File) -> int:
    return copy_number(stem_of(file.path[-1], ANSWERS_SUFFIXES))


def _looked_into(file: File) -> _Answered:
    data = b""
    try:
        data = file.read(ANSWERS_LIMIT)
        text = decode_source(data)
    except Unreadable as error:
        said = str(error)
        problem = said if file.name in said else f"{file.name}: {said}"
        return _Answered(file, "", data, shortened(problem), 0)
    table = _TABLE.search(text)
    answered = len(_ANSWER.findall(text, table.end())) if table else 0
    return _Answered(file, text, data, "", answered)
