"""The references that stand in for a submission's wrong helpers, and what they have answered.

A training loop asks its helper thousands of times, and the loops of most students ask the very
same: an answer is kept under the bytes of its question, and sent again without being computed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.frames import Payload, digest_of
from grader.wire import Tag

# Trainings of thousands of steps, on hundreds of examples, take this much.
MOST_BYTES = 32 << 20
OVERHEAD = 300  # of an answer's objects and its place in the dict
# Larger questions are not looked up: reading all of one takes longer than answering it.
MOST_QUESTION = 64 << 10


class Answers:
    """What functions of one reference have answered to any submission; the oldest make room.

    They must be pure: an equal question gets the answer that was computed for the first one.
    """

    def __init__(self) -> None:
        self._known: dict[bytes, tuple[str, Payload]] = {}
        self._bytes = 0

    def find(self, question: bytes) -> tuple[str, Payload] | None:
        """The function that was asked this question, and its answer, if it is kept."""
        return self._known.get(question)

    def keep(self, question: bytes, name: str, answer: Payload) -> None:
        """Keep an answer. It must mean the same in every session."""
        size = len(answer[2]) + OVERHEAD
        if size > MOST_BYTES:
            return
        self._known[question] = name, answer
        self._bytes += size
        while self._bytes > MOST_BYTES:
            _, oldest = self._known.pop(next(iter(self._known)))
            self._bytes -= len(oldest[2]) + OVERHEAD


@dataclass(frozen=True)
class StandIns:
    """Functions of the reference that one submission may call by name, and their memory."""

    functions: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    answers: Answers = field(default_factory=Answers)

    def known(self, question: bytes) -> Payload | None:
        """The answer that is kept, if the function that gave it stands in here too."""
        found = self.answers.find(question)
        return found[1] if found is not None and found[0] in self.functions else None


def question_of(message: bytes, arrays: bytes) -> bytes:
    """What a question is known again by; empty if it is too large to be kept."""
    return digest_of((message, arrays)) if len(arrays) <= MOST_QUESTION else b""


def is_plain(tree: Any) -> bool:
    """Whether a value on the wire holds no number that means something in one session only."""
    if type(tree) is not list:
        return True
    return (not tree or tree[0] not in _NUMBERED) and all(map(is_plain, tree[1:]))


_NUMBERED = (Tag.HANDLE, Tag.FUNCTION, Tag.KEPT)
