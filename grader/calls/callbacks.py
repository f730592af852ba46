"""Answers a submission's questions: calls of the checker's functions by student code.

They are the references that stand in for wrong helpers, and functions that a check passed.
What is asked for is worked out here, in the checker, and so within bounds. A training loop asks
its helper thousands of times, and the loops of most students ask the very same: an answer of a
reference is kept under the bytes of its question, and sent again without being computed.
"""

from __future__ import annotations

import builtins
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.calls.messages import Ends
from grader.calls.questions import MOST_ASKED, TOO_MUCH, Refused, admitted
from grader.outcome import CallFailed
from grader.sandbox.bounds import Bounds, TooLong, memory_limit
from grader.worker.frames import Payload, WireError, digest_of, parse, payload
from grader.worker.wire import Encoder, Op, Tag, Unsendable, decode


class AskedTooMuch(Exception):
    """A question whose answer takes longer than a call may."""


class Answerer:
    """Answers the questions of one session; `ends` knows the functions that were passed.

    `seconds` is the processor time that answers took since it was last set to 0.
    """

    def __init__(self, stand_ins: StandIns, ends: Ends) -> None:
        self._stand_ins = stand_ins
        self._ends = ends
        self._most_memory: int | None = None
        self.seconds = 0.0

    def answer(self, message: bytes, arrays: bytes, within: float) -> Payload:
        """The payload that answers a question, given as the bytes of its frame.

        Raises `WireError` for what is no question, and `AskedTooMuch` when all answers together
        take more than `within` seconds.
        """
        if self.seconds > within:
            raise AskedTooMuch(f"Your code asks for more than {within:g} s of work")
        started = time.process_time()
        try:
            if len(message) + len(arrays) > MOST_ASKED:
                return _refusal(TOO_MUCH)
            question = question_of(message, arrays)
            known = self._stand_ins.known(question)
            return known or self._computed(message, arrays, question, within)
        finally:
            # Reading a question takes time as well: unread ones in a row could be without end.
            self.seconds += time.process_time() - started

    def _computed(self, message: bytes, arrays: bytes, question: bytes, within: float) -> Payload:
        body = parse(message, arrays)
        if len(body) != 4 or not isinstance(body[1], str | int):
            raise WireError("a malformed question")
        _, target, args, kwargs = body
        if isinstance(target, str):
            if target not in self._stand_ins.functions:
                raise WireError("a question to a function that was never offered")
            function = self._stand_ins.functions[target]
        else:
            function = self._ends.function(target)
        given = decode(args, self._ends, writable=True)
        named = decode(kwargs, self._ends, writable=True)
        if not isinstance(given, tuple) or not isinstance(named, dict):
            raise WireError("a question without arguments")
        try:
            given, named = admitted((given, named))
            with np.errstate(all="ignore"), Bounds(within - self.seconds, self._memory()):
                value = function(*given, **named)
                encoder = Encoder(self._ends)
                tree = encoder.pack(value)
                reply = payload([Op.ANSWER.value, tree], encoder.blobs)
            if question and isinstance(target, str) and all(map(is_plain, (args, kwargs, tree))):
                self._stand_ins.answers.keep(question, target, reply)
        except TooLong:
            asked = target if isinstance(target, str) else "a function"
            raise AskedTooMuch(
                f"Your code asks {asked} for more than {within:g} s of work"
            ) from None
        except CallFailed:
            raise
        except Refused as fault:
            reply = _refusal(fault)
        except Unsendable as fault:
            reply = payload([Op.REFUSE.value, "MemoryError", str(fault)])
        except Exception as fault:  # noqa: BLE001 (the student's arguments may be anything)
            kind = next(
                (base for base in type(fault).__mro__ if base.__module__ == builtins.__name__),
                Exception,
            )
            reply = payload([Op.REFUSE.value, kind.__name__, str(fault)[:200]])
        return reply

    def _memory(self) -> int:
        if self._most_memory is None:
            self._most_memory = memory_limit()
        return self._most_memory


def _refusal(fault: Refused) -> Payload:
    return payload([Op.REFUSE.value, fault.kind, fault.text])


# Trainings of thousands of steps, on hundreds of examples, take this much.
MOST_BYTES = 32 << 20
OVERHEAD = 300  # of an answer's objects and its place in the dict
# Larger questions are not looked up: reading all of one takes longer than answering it.
MOST_QUESTION = 64 << 10


class Answers:
    """What functions of one reference have answered to any submission.

    They must be pure: an equal question gets the answer that was computed for the first one.
    An answer that is kept comes sooner, and whoever asks can time it: so what was asked when
    `hidden` inputs were about is kept apart, and found only while they are about again.
    """

    def __init__(self) -> None:
        self.hidden = False
        self._publicly = _Kept()
        self._besides = _Kept()

    def find(self, question: bytes) -> tuple[str, Payload] | None:
        """The function that was asked this question, and its answer, if it is kept."""
        found = self._publicly.known.get(question)
        return self._besides.known.get(question) if found is None and self.hidden else found

    def keep(self, question: bytes, name: str, answer: Payload) -> None:
        """Keep an answer. It must mean the same in every session."""
        (self._besides if self.hidden else self._publicly).add(question, name, answer)


class _Kept:
    """Answers by question; the oldest make room."""

    def __init__(self) -> None:
        self.known: dict[bytes, tuple[str, Payload]] = {}
        self._bytes = 0

    def add(self, question: bytes, name: str, answer: Payload) -> None:
        size = len(answer[2]) + OVERHEAD
        if size > MOST_BYTES:
            return
        self.known[question] = name, answer
        self._bytes += size
        while self._bytes > MOST_BYTES:
            _, oldest = self.known.pop(next(iter(self.known)))
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
