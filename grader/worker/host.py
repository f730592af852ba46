"""Answers requests about one submission, whatever its code does.

What it says of a call can cost the student marks but can not decide a verdict: that is done by
the checker, from the values.
"""

from __future__ import annotations

import builtins
import gc
import opcode
import sys
from collections.abc import Callable, Sequence
from typing import Any

from grader.worker import observe
from grader.worker.forbidding import NotAllowed
from grader.worker.frames import Payload, WireError, payload
from grader.worker.given import GivenChanged, Seal
from grader.worker.module import EXIT, MEMORY, Missing, StudentModule
from grader.worker.objects import MOST_NAME, Packed, class_name, error_text
from grader.worker.observe import counted, overlaps_itself, prints, share_memory
from grader.worker.wire import Op, decode

MOST_BASES = 12  # classes of an exception that are told
MOST_CALLERS = 4  # lines that a function which raised was called from
# Outcomes that a RAISED frame tells apart.
RAISED, MISSING = "raised", "missing"
REFUSED = "refused"  # raised by a `raise` or an `assert` of the submission's own
_RAISES = opcode.opmap["RAISE_VARARGS"]
CHANGED = "changed"  # given code or the worker's own, by the submission: it tells no more values
NOT_ALLOWED = "not allowed"  # the exercise has called what is forbidden in it


class Host:
    """Answers requests about one submission, whatever its code does."""

    def __init__(self, ask: Callable[[Any, Any, Any], Any]) -> None:
        self.submission = StudentModule(ask)
        # What NumPy holds is not looked at: what is forbidden is replaced there.
        self._own = Seal([sys.modules[__name__], observe], used=[builtins, gc, sys])

    def reply(self, message: list[Any]) -> Payload:
        """The payload that answers one request."""
        submission = self.submission
        submission.warned.clear()
        submission.objects.results.begin()
        try:
            return self._answered(message)
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
            return self._raised(fault, REFUSED if self._refuses(fault) else RAISED)

    def _answered(self, message: list[Any]) -> Payload:
        submission = self.submission
        try:
            (tree, blobs), changed, steps, shared = self._perform(message)
        finally:
            submission.given.verify()
        seen = [submission.warned[:], changed, steps, shared]
        reply = payload([Op.VALUE.value, tree, *seen], blobs)
        if message[0] == Op.CALL and message[-1]:
            submission.objects.results.keep(reply, message[-1])
        return reply

    def _perform(self, message: list[Any]) -> tuple[Packed, list[str], int, bool]:
        """What came of a request, packed: nothing of the student's runs after it was watched."""
        op, *rest = message
        submission = self.submission
        if op == Op.LOAD:
            left_out = [list(one) for one in submission.load(*rest)]
            return submission.objects.packed(left_out or None), [], 0, False
        if op == Op.CALL:
            name, args, kwargs, watch, _ = rest
            return self._call(submission.find(name), args, kwargs, watch)
        if op == Op.GET:
            value = getattr(self.value_of(rest[0]), rest[1])
            return submission.objects.packed(value), [], 0, False
        if op == Op.METHOD:
            handle, name, args, kwargs = rest
            return self._call(getattr(self.value_of(handle), name), args, kwargs, [])
        raise WireError(f"an unknown request {op}")

    def value_of(self, tree: Any) -> Any:
        """A value from the checker; its arrays may be written into."""
        return decode(tree, self.submission.objects, writable=True)

    def _call(
        self, function: Any, args: Any, kwargs: Any, watch: Sequence[str]
    ) -> tuple[Packed, list[str], int, bool]:
        given, named = self.value_of(args), self.value_of(kwargs)
        pack = self.submission.objects.packed
        if not watch:
            return pack(function(*given, **named)), [], 0, False
        self._own.verify()
        before = prints(given, named) if "changed" in watch else {}
        steps = 0
        if "steps" in watch:
            value, packed, steps = counted(function, given, named, pack)
        else:
            value = function(*given, **named)
            packed = pack(value)
        shared = False
        if "shared" in watch:
            again = function(*given, **named)
            others = (again, (given, *named.values()))
            shared = overlaps_itself(value) or any(share_memory(value, one) for one in others)
        after = prints(given, named) if before else {}
        self._own.verify()
        return packed, [name for name in before if before[name] != after[name]], steps, shared

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
        line, function, callers = self._where(fault)
        said = [own, error_text(fault), line, function, callers, outcome]
        return payload([Op.RAISED.value, bases[:MOST_BASES], *said])

    def _refuses(self, fault: BaseException) -> bool:
        """Whether a statement of the student's file raised it, and none that it calls."""
        trace = fault.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        if trace is None or trace.tb_frame.f_code.co_filename != self.submission.filename:
            return False
        # Without an argument the statement only raises again what somebody else has raised.
        kind, count = trace.tb_frame.f_code.co_code[trace.tb_lasti : trace.tb_lasti + 2]
        return kind == _RAISES and count > 0

    def _where(self, fault: BaseException) -> tuple[int | None, str, list[int]]:
        """The line and function of the innermost frame in the student's file, and the lines that
        it was called from, the nearest first; a function that calls itself has each of them once.
        """
        function = ""
        lines: list[int] = []
        trace = fault.__traceback__
        while trace is not None:
            where = trace.tb_frame.f_code
            if where.co_filename == self.submission.filename:
                function = where.co_name[:MOST_NAME]
                lines.append(trace.tb_lineno)
            trace = trace.tb_next
        nearest = [*dict.fromkeys(reversed(lines))]
        line = nearest[0] if nearest else None
        return line, function, nearest[1 : 1 + MOST_CALLERS]
