"""The references that stand in for a submission's wrong helpers, and what they have answered.

A training loop asks its helper thousands of times, and the loops of most students ask the very
same: an answer is kept under the bytes of its question, and sent again without being computed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from grader.frames import Payload, digest_of
from grader.wire import Tag

# Per set of stand-ins: a training of thousands of steps on a small network takes a megabyte.
MOST_BYTES = 4 << 20
OVERHEAD = 300  # of an answer's objects and its place in the dict
# Larger questions are not looked up: reading all of one takes longer than answering it.
MOST_QUESTION = 64 << 10


class StandIns:
    """Functions of the reference that one submission may call by name.

    They must be pure: an equal question gets the answer that was computed for the first one.
    """

    def __init__(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        self.functions = functions
        self._known: dict[bytes, Payload] = {}
        self._bytes = 0

    def known(self, message: bytes, arrays: bytes) -> Payload | None:
        """The answer that a question of these very bytes was given, if it is kept."""
        return (
            None if len(arrays) > MOST_QUESTION else self._known.get(digest_of((message, arrays)))
        )

    def keep(self, message: bytes, arrays: bytes, answer: Payload) -> None:
        """Keep an answer; the oldest make room. It must mean the same in every session."""
        size = len(answer[2]) + OVERHEAD
        if size > MOST_BYTES or len(arrays) > MOST_QUESTION:
            return
        self._known[digest_of((message, arrays))] = answer
        self._bytes += size
        while self._bytes > MOST_BYTES:
            self._bytes -= len(self._known.pop(next(iter(self._known)))[2]) + OVERHEAD


def is_plain(tree: Any) -> bool:
    """Whether a value on the wire holds no number that means something in one session only."""
    if type(tree) is not list:
        return True
    return (not tree or tree[0] not in _NUMBERED) and all(map(is_plain, tree[1:]))


_NUMBERED = (Tag.HANDLE, Tag.FUNCTION, Tag.KEPT)
