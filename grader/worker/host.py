"""Answers requests about one submission, whatever its code does.

What it says of a call can cost the student marks but can not decide a verdict: that is done by
the checker, from the values.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Sequence
from typing import Any

from grader.worker.forbidding import NotAllowed
from grader.worker.frames import MOST_RETURNED, Payload, WireError, payload
from grader.worker.given import GivenChanged
from grader.worker.module import Missing, StudentModule
from grader.worker.objects import MOST_NAME, class_name, error_text
from grader.worker.observe import counted, overlaps_itself, prints, share_memory
from grader.worker.wire import Encoder, Op, Tag, Unsendable, decode

# Entries of a list that are tried one by one, and how deep lists of lists are.
MOST_ENTRIES = 100
MOST_LISTS = 1
MOST_BASES = 12  # classes of an exception that are told
# Outcomes that a RAISED frame tells apart.
RAISED, MISSING, MEMORY, EXIT = "raised", "missing", "memory", "exit"
CHANGED = "changed"  # the submission has changed given code: no value of it is told any more
NOT_ALLOWED = "not allowed"  # the exercise has called what is forbidden in it


class Host:
    """Answers requests about one submission, whatever its code does."""

    def __init__(self, ask: Callable[[Any, Any, Any], Any]) -> None:
        self.submission = StudentModule(ask)

    def reply(self, message: list[Any]) -> Payload:
        """The payload that answers one request."""
        submission = self.submission
        submission.warned.clear()
        submission.objects.results.begin()
        try:
            try:
                value, changed, steps, shared = self._perform(message)
            finally:
                submission.given.verify()
            return self._value(message, value, [submission.warned[:], changed, steps, shared])
        except GivenChanged as fault:
            return self._raised(fault, CHANGED)
        except Missing as fault:
            return self._raised(fault, MISSING)
        except NotAllowed as fault:
            return self._raised(fault, NOT_ALLOWED)
        except MemoryError as fault:
            return self._raised(fault, MEMORY)
        except SystemExit as fault:
            return self._raised(fault, EXIT)
        except BaseException as fault:  # noqa: BLE001 (student code may raise anything)
            return self._raised(fault, RAISED)

    def _perform(self, message: list[Any]) -> tuple[Any, list[str], int, bool]:
        op, *rest = message
        submission = self.submission
        if op == Op.LOAD:
            submission.load(*rest)
            return None, [], 0, False
        if op == Op.CALL:
            name, args, kwargs, watch, _ = rest
            return self._call(submission.find(name), args, kwargs, watch)
        if op == Op.GET:
            return getattr(self.value_of(rest[0]), rest[1]), [], 0, False
        if op == Op.METHOD:
            handle, name, args, kwargs = rest
            return self._call(getattr(self.value_of(handle), name), args, kwargs, [])
        raise WireError(f"an unknown request {op}")

    def value_of(self, tree: Any) -> Any:
        """A value from the checker; its arrays may be written into."""
        return decode(tree, self.submission.objects, writable=True)

    def _call(
        self, function: Any, args: Any, kwargs: Any, watch: Sequence[str]
    ) -> tuple[Any, list[str], int, bool]:
        given, named = self.value_of(args), self.value_of(kwargs)
        if not watch:
            return function(*given, **named), [], 0, False
        before = prints(given, named) if "changed" in watch else {}
        steps = 0
        if "steps" in watch:
            value, steps = counted(function, given, named)
        else:
            value = function(*given, **named)
        shared = False
        if "shared" in watch:
            again = function(*given, **named)
            others = (again, (given, *named.values()))
            shared = overlaps_itself(value) or any(share_memory(value, one) for one in others)
        after = prints(given, named) if before else {}
        return value, [name for name in before if before[name] != after[name]], steps, shared

    def _value(self, message: list[Any], value: Any, seen: list[Any]) -> Payload:
        encoder = Encoder(self.submission.objects, MOST_RETURNED)
        try:
            tree = encoder.pack(value)
        except Unsendable as fault:
            encoder = Encoder(self.submission.objects, MOST_RETURNED)
            tree = self._in_parts(encoder, value, fault)
        reply = payload([Op.VALUE.value, tree, *seen], encoder.blobs)
        if message[0] == Op.CALL and message[-1]:
            self.submission.objects.results.keep(reply, message[-1])
        return reply

    def _in_parts(self, encoder: Encoder, value: Any, fault: Unsendable, depth: int = 0) -> Any:
        """A value that cannot cross: only those of its entries that are why stay here.

        A cache may be of any form, for nobody but the student's own code reads it.
        """
        kind = type(value)
        if kind not in (list, tuple) or len(value) > MOST_ENTRIES or depth > MOST_LISTS:
            return self._left(value, fault)
        tree: list[Any] = [Tag.LIST.value if kind is list else Tag.TUPLE.value]
        for entry in value:
            try:
                tree.append(encoder.attempt(entry, depth + 1))
            except Unsendable as its_fault:
                tree.append(self._in_parts(encoder, entry, its_fault, depth + 1))
        return tree

    def _left(self, value: Any, fault: Unsendable) -> list[Any]:
        return [Tag.HANDLE.value, self.submission.objects.keep(value), str(fault)]

    def _raised(self, fault: BaseException, outcome: str) -> Payload:
        # Asked of `type` itself: a metaclass of the student's may answer for its classes.
        kinds = type.__dict__["__mro__"].__get__(type(fault))
        kinds_of: tuple[type, ...] = tuple(kinds)
        bases = [
            class_name(kind)
            for kind in kinds_of
            if kind is getattr(builtins, class_name(kind), None)
        ]
        own = class_name(type(fault))[:MOST_NAME]
        line, function = self._where(fault)
        return payload(
            [Op.RAISED.value, bases[:MOST_BASES], own, error_text(fault), line, function, outcome]
        )

    def _where(self, fault: BaseException) -> tuple[int | None, str]:
        """The line and function of the innermost frame in the student's file."""
        found: tuple[int | None, str] = (None, "")
        trace = fault.__traceback__
        while trace is not None:
            where = trace.tb_frame.f_code
            if where.co_filename == self.submission.filename:
                found = (trace.tb_lineno, where.co_name[:MOST_NAME])
            trace = trace.tb_next
        return found
