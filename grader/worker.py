"""What runs inside the sandbox: it loads one submission and answers calls, nothing else.

It imports the wire and NumPy and knows no check, no reference and no score. Whatever it
says about a call can cost the student marks but can not decide a verdict: that is done by
the checker, from the values.
"""

from __future__ import annotations

import builtins
import linecache
import marshal
import socket
import sys
import types
import warnings
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.absent import AbsentModule
from grader.frames import HEADER, Payload, WireError, frame, parse_own, payload, read_header
from grader.observing import counted, prints, share_memory
from grader.recalling import Results
from grader.wire import Encoder, Op, Tag, Unsendable, unpack

# Imported before workers are forked: inside, files may be out of reach.
PRELOAD: tuple[str, ...] = (
    "abc",
    "bisect",
    "collections.abc",
    "contextlib",
    "copy",
    "dataclasses",
    "enum",
    "functools",
    "heapq",
    "inspect",
    "itertools",
    "linecache",
    "math",
    "numbers",
    "numpy.lib.stride_tricks",
    "numpy.linalg",
    "numpy.ma",
    "numpy.polynomial",
    "numpy.random",
    "numpy.typing",
    "operator",
    "random",
    "statistics",
    "string",
    "textwrap",
    "typing",
    "warnings",
)

MOST_TEXT = 500
MOST_NAME = 60
MOST_WARNINGS = 20
# Entries of a list that are tried one by one, and how deep lists of lists are.
MOST_ENTRIES = 100
MOST_LISTS = 1
CHUNK = 1 << 18

# Outcomes that a RAISED frame tells apart.
RAISED, MISSING, MEMORY, EXIT = "raised", "missing", "memory", "exit"


class Objects:
    """The objects that stay in the worker; the checker holds their numbers."""

    def __init__(self, ask: Callable[[Any, Any, Any], Any]) -> None:
        self._kept: list[Any] = []
        self._ask = ask
        self.results = Results()

    def pack(self, value: Any) -> list[Any]:
        """Keep an object and tell the checker its number and the name of its class."""
        self._kept.append(value)
        return [Tag.HANDLE.value, len(self._kept) - 1, _description(value)]

    def keep(self, value: Any) -> int:
        """The number under which an object that also crosses by value is kept."""
        self._kept.append(value)
        return len(self._kept) - 1

    def unpack(self, tagged: list[Any]) -> Any:
        """The object of a number, a function that calls back, or a part of an earlier result."""
        _, number, *path = tagged
        if tagged[0] == Tag.HANDLE:
            return self._kept[number]
        if tagged[0] == Tag.RESULT:
            return unpack(self.results.tree(number, path), self, writable=True)
        return self.callback(number)

    def callback(self, target: Any) -> Callable[..., Any]:
        """A function that runs in the checker."""

        def call(*args: Any, **kwargs: Any) -> Any:
            return self._ask(target, args, kwargs)

        call.__name__ = call.__qualname__ = str(target)
        return call


def _description(value: Any) -> str:
    name = _name(type(value))
    name = "".join(c for c in name if c.isidentifier() or c.isdigit())[:MOST_NAME]
    if isinstance(value, np.ndarray):
        return f"an array of dtype {np.ndarray.dtype.__get__(value).char}"
    return f"an object of class {name}"


def _forgiving_builtins(own: dict[str, types.ModuleType]) -> dict[str, Any]:
    """Builtins whose import finds the submission's own modules, and never fails.

    Given code and submission import each other by name; in the checker several variants of
    one submission live side by side, so they are not looked up among Python's modules. A
    module that cannot be imported becomes a placeholder.
    """
    real = builtins.__import__

    def forgiving(
        name: str,
        globals: Any = None,  # noqa: A002 (the protocol of __import__)
        locals: Any = None,  # noqa: A002
        fromlist: Any = (),
        level: int = 0,
    ) -> Any:
        if name in own and not level:
            return own[name]
        try:
            return real(name, globals, locals, fromlist, level)
        # A sandbox that denies opening files makes a late import an OSError.
        except (ImportError, OSError):
            return AbsentModule(name if fromlist else name.partition(".")[0])

    return {**builtins.__dict__, "__import__": forgiving}


class Missing(LookupError):
    """The module has no function of that name."""


class Submission:
    """One loaded module, the objects it has handed out and the warnings it gave."""

    def __init__(self, ask: Callable[[Any, Any, Any], Any]) -> None:
        self.objects = Objects(ask)
        self.module = types.ModuleType("submission")
        self.given: dict[str, types.ModuleType] = {}
        self.filename = ""
        self.warned: list[str] = []

    def load(
        self,
        source: str,
        filename: str,
        name: str,
        given: Sequence[tuple[str, str]],
        replaced: Sequence[str],
        code: bytes = b"",
    ) -> None:
        """Run the module's top level; names in `replaced` then call back into the checker.

        `code` is what the source compiles to: compiling is most of what loading costs.
        """
        self.filename = filename
        self.module = types.ModuleType(name)
        self.module.__file__ = filename
        self.given = {given_name: types.ModuleType(given_name) for given_name, _ in given}
        inside = _forgiving_builtins({name: self.module, **self.given})
        for given_name, text in given:
            module = self.given[given_name]
            module.__dict__["__builtins__"] = inside
            exec(compile(text, f"{given_name}.py", "exec"), module.__dict__)  # noqa: S102
        self.module.__dict__["__builtins__"] = inside
        # A dataclass looks its module up; code that asks for its own source must not read files.
        sys.modules[name] = self.module
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        program = (
            marshal.loads(code)  # noqa: S302 (the checker made it)
            if code
            else compile(source, filename, "exec", dont_inherit=True)
        )
        with AbsentModule.forgiving():
            exec(program, self.module.__dict__)  # noqa: S102
        for function in replaced:
            setattr(self.module, function, self.objects.callback(function))

    def record_warning(self, message: Any, category: Any, where: Any, line: Any, *_: Any) -> None:
        """Keep a RuntimeWarning, with its line when it is the student's (for showwarning)."""
        if issubclass(category, RuntimeWarning) and len(self.warned) < MOST_WARNINGS:
            at = f" (line {line})" if where == self.filename else ""
            self.warned.append(f"{str(message)[:MOST_TEXT]}{at}")

    def find(self, name: str) -> Any:
        """The module's function of that name, or a given one; raises `Missing` without any."""
        for module in (self.module, *self.given.values()):
            found = module.__dict__.get(name)
            if callable(found):
                return found
        raise Missing(name)


class Host:
    """Answers requests about one submission, whatever its code does."""

    def __init__(self, ask: Callable[[Any, Any, Any], Any]) -> None:
        self.submission = Submission(ask)

    def reply(self, message: list[Any]) -> Payload:
        """The payload that answers one request."""
        submission = self.submission
        submission.warned.clear()
        submission.objects.results.begin()
        try:
            value, changed, steps, shared = self._perform(message)
            return self._value(message, value, [submission.warned[:], changed, steps, shared])
        except Missing as fault:
            return self._raised(fault, MISSING)
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
        return unpack(tree, self.submission.objects, writable=True)

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
            shared = share_memory(value, again) or share_memory(value, (given, *named.values()))
        after = prints(given, named) if before else {}
        return value, [name for name in before if before[name] != after[name]], steps, shared

    def _value(self, message: list[Any], value: Any, seen: list[Any]) -> Payload:
        encoder = Encoder(self.submission.objects)
        try:
            tree = encoder.pack(value)
        except Unsendable as fault:
            encoder = Encoder(self.submission.objects)
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
        bases = [_name(kind) for kind in kinds_of if kind is getattr(builtins, _name(kind), None)]
        own = _name(type(fault))[:MOST_NAME]
        line, function = self._where(fault)
        return payload([Op.RAISED.value, bases[:12], own, _text(fault), line, function, outcome])

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


class Server:
    """The loop over a socket: one request in, one reply out, in step."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._buffer = bytearray()
        self._inbox = memoryview(bytearray(CHUNK))
        self._waiting: deque[tuple[int, list[Any]]] = deque()
        self._seq = 0
        self._host = Host(self._ask)
        warnings.simplefilter("always")
        # The module's attribute is meant to be replaced; the stubs type its default.
        warnings.showwarning = self._host.submission.record_warning  # type: ignore[assignment]
        np.seterr(divide="warn", over="warn", invalid="warn", under="ignore")

    def run(self) -> None:
        """Answer until the checker hangs up."""
        while (
            request := self._waiting.popleft() if self._waiting else self._receive()
        ) is not None:
            self._seq, message = request
            self._sock.sendall(frame(self._seq, self._host.reply(message)))

    def _receive(self) -> tuple[int, list[Any]] | None:
        header = self._take(HEADER.size)
        if header is None:
            return None
        seq, body_length, blob_length = read_header(header)
        body, blob = self._take(body_length), self._take(blob_length)
        if body is None or blob is None:
            return None
        return seq, parse_own(body, blob)

    def _take(self, count: int) -> bytes | None:
        buffer = self._buffer
        while len(buffer) < count:
            got = self._sock.recv_into(self._inbox)
            if not got:
                return None
            buffer += self._inbox[:got]
        with memoryview(buffer) as whole:
            taken = bytes(whole[:count])
        del buffer[:count]
        return taken

    def _ask(self, target: Any, args: Any, kwargs: Any) -> Any:
        """Call a function of the checker's and wait for its answer."""
        seq = self._seq
        encoder = Encoder(self._host.submission.objects)
        body = [Op.ASK.value, target, encoder.pack(args), encoder.pack(kwargs)]
        self._sock.sendall(frame(seq, payload(body, encoder.blobs)))
        # Requests that were sent ahead lie before the answer: they keep their turn.
        while (request := self._receive()) is not None:
            if request[1][0] in (Op.ANSWER, Op.REFUSE):
                break
            self._waiting.append(request)
        if request is None:
            raise SystemExit
        message = request[1]
        if message[0] == Op.ANSWER:
            return self._host.value_of(message[1])
        kind = getattr(builtins, message[1], RuntimeError)
        raise kind(message[2])


def _name(kind: type) -> str:
    name: str = type.__dict__["__name__"].__get__(kind)
    return name


def _text(fault: BaseException) -> str:
    try:
        # What is no Unicode could not be sent.
        return str(fault)[:MOST_TEXT].encode("utf-8", "backslashreplace").decode()
    except BaseException as other:  # noqa: BLE001 (an exception's own __str__ is student code)
        return f"(its text raised {type(other).__name__[:MOST_NAME]})"


def serve(sock: socket.socket) -> None:
    """Answer requests on `sock` until the checker hangs up."""
    Server(sock).run()
