"""One worker with one submission loaded: requests out, replies in, and the clock.

The wall clock is the checker's: a worker that is silent for longer than a call may take is
ended. Whatever arrives out of step, too large or malformed ends the session as well, and
every later request fails the same way.
"""

from __future__ import annotations

import builtins
import os
import selectors
import signal
import socket
import time
from collections.abc import Callable, Collection, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any

from grader.assignments import LimitsSpec
from grader.bounded import TooLong, bounded, memory_limit
from grader.checks import Observation
from grader.clock import Clock, seconds_kept_waiting
from grader.errors import CallFailed, Died, OutOfMemory, ProtocolViolation, TimedOut
from grader.frames import HEADER, WireError, frame, parse_weighed, payload, read_header
from grader.student import Call, Ends, Payload, observed, packed, violation
from grader.wire import Encoder, Op, Unsendable, unpack

if TYPE_CHECKING:
    from grader.sandbox import Exit, Worker

CHUNK = 1 << 18
MAX_OUTPUT = 32 << 20
KEPT_OUTPUT = 4000
# Replies of a whole exercise are kept for comparing; a right one's are a few megabytes.
MAX_HELD = 96 << 20
# Requests that were sent ahead lie here too, a few megabytes at most.
MAX_UNREAD = 128 << 20


class Session:
    """A conversation with one worker (implements `grader.student.Caller`).

    `answers` are the checker's functions that the submission may call by name: the
    references that stand in for wrong helpers. `classes` are names of the course's classes.
    `spent` are the seconds of the exercise's time that earlier workers used up.
    """

    def __init__(
        self,
        worker: Worker,
        limits: LimitsSpec,
        answers: Mapping[str, Callable[..., Any]] | None = None,
        *,
        classes: Collection[str] = (),
        spent: float = 0.0,
    ) -> None:
        self._worker = worker
        self._limits = limits
        self._answers = dict(answers or {})
        self.ends = Ends(self, classes)
        self.call_seconds = limits.call_seconds
        self._already = spent
        self._waited_before = seconds_kept_waiting(os.getpid())
        self._spent = 0.0
        self._answering = 0.0
        self._most_memory: int | None = None
        self._loading: tuple[int, str] | None = None
        self._sent = 0
        self._received = 0
        self._replies: dict[int, tuple[list[Any], int]] = {}
        self._held = 0
        self._incoming = bytearray()
        self._outgoing = bytearray()
        self._failure: CallFailed | None = None
        self._over = False
        self._printed = bytearray()
        self._printed_bytes = 0
        worker.rpc.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(worker.rpc, selectors.EVENT_READ)
        for stream in (worker.stdout, worker.stderr):
            if stream is not None:
                self._selector.register(stream, selectors.EVENT_READ)

    @property
    def failure(self) -> CallFailed | None:
        """What ended the session, if it is over."""
        return self._failure

    @property
    def spent(self) -> float:
        """The seconds that this worker and those before it used up (of an ended session)."""
        return self._already + self._spent

    @property
    def output(self) -> str:
        """The start of what the submission printed."""
        return self._printed.decode("utf-8", "replace")

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker and whatever it started."""
        self._selector.close()
        self._kill()

    def load(self, request: Payload, module: str) -> None:
        """Have a submission loaded, without waiting; `loaded` tells how it went."""
        self._loading = (self.submit(request), module)

    def loaded(self) -> None:
        """Wait until the submission is loaded; raises `CallFailed`."""
        if self._loading is not None:
            self.observation(*self._loading)
            self._loading = None

    def settle(self) -> None:
        """Wait until everything that was sent is answered; raises `CallFailed`."""
        while self._received < self._sent:
            if self._failure is not None:
                raise self._failure
            self._receive("a call")

    @property
    def failed_at(self) -> int | None:
        """The number of the request that the session ended on."""
        return None if self._failure is None else self._received + 1

    def submit(self, request: Payload) -> int:
        """Send a request without waiting; its number is for `reply`."""
        self._sent += 1
        self._outgoing += frame(self._sent, request)
        return self._sent

    def invoke(self, call: Call) -> Observation:
        """Send one call and wait for it; raises `CallFailed`."""
        return self.observation(self.submit(packed(call, self.ends)), call.name)

    def observation(self, seq: int, name: str) -> Observation:
        """The reply to request `seq`, a call to `name`; raises `CallFailed`.

        It is kept, and can be asked for again until it is `lost`.
        """
        message = self._reply(seq, name)
        try:
            return observed(message, name, self.ends)
        except WireError as fault:
            raise self._end(violation(fault)) from fault

    def lost(self, seq: int) -> bool:
        """Whether a reply was too much to keep, with those that came after it."""
        return seq <= self._received and seq not in self._replies

    def _reply(self, seq: int, name: str) -> list[Any]:
        while seq > self._received:
            if self._failure is not None:
                raise self._failure
            self._receive(name)
        return self._replies[seq][0]

    def _end(self, failure: CallFailed) -> CallFailed:
        self._failure = failure
        self._kill()
        return failure

    def _kill(self) -> None:
        if not self._over:
            # Asked while the process is still there: afterwards its number may be another's.
            self._spent = max(0.0, self._spent - self._kept_waiting())
        self._over = True
        self._worker.kill()

    def _kept_waiting(self) -> float:
        """Seconds in which the worker, or this process, wanted a processor and got none."""
        own = seconds_kept_waiting(os.getpid()) - self._waited_before
        return seconds_kept_waiting(self._worker.pid) + own

    def _receive(self, name: str) -> None:
        """Take in the next reply, answering what the submission asks meanwhile."""
        clock = Clock(self._worker.pid, self.call_seconds)
        self._answering = 0.0
        try:
            seq, body, weight = self._awaited(name, clock)
        except WireError as fault:
            raise self._end(violation(fault)) from fault
        finally:
            self._spent += clock.elapsed() + self._answering
        self._received = seq
        self._hold(seq, body, weight)
        self._require_time_left()

    def _awaited(self, name: str, clock: Clock) -> tuple[int, list[Any], int]:
        while True:
            found = self._next_frame()
            if found is None:
                if clock.overdue():
                    raise self._end(
                        TimedOut(f"{name} did not come back within {self.call_seconds:g} s")
                    )
                self._exchange(clock.next_look())
                continue
            seq, body, _ = found
            if seq != self._received + 1:
                raise WireError("an answer out of step")
            if body[0] != Op.ASK:
                return found
            asked = time.monotonic()
            self._answer(seq, body)
            clock.forgive(time.monotonic() - asked)  # it has a limit of its own

    def _hold(self, seq: int, body: list[Any], weight: int) -> None:
        """Keep a reply; the oldest make room."""
        self._replies[seq] = body, weight
        self._held += weight
        while self._held > MAX_HELD and len(self._replies) > 1:
            self._held -= self._replies.pop(next(iter(self._replies)))[1]

    def _require_time_left(self) -> None:
        """End the session when all calls together took what the exercise may take."""
        limit = self._limits.exercise_seconds
        if self.spent <= limit:
            return
        # The wall clock of a busy machine says little: leave out what it took away.
        if self.spent - self._kept_waiting() > limit:
            raise self._end(
                TimedOut(
                    f"All calls together took longer than the {limit:g} s that an exercise may take"
                )
            )

    def _next_frame(self) -> tuple[int, list[Any], int] | None:
        if len(self._incoming) < HEADER.size:
            return None
        seq, body, blob = read_header(bytes(self._incoming[: HEADER.size]))
        end = HEADER.size + body + blob
        if len(self._incoming) < end:
            return None
        with memoryview(self._incoming) as whole:
            message = bytes(whole[HEADER.size : HEADER.size + body])
            arrays = bytes(whole[HEADER.size + body : end])
        del self._incoming[:end]
        found, weight = parse_weighed(message, arrays)
        if not found:
            raise WireError("an empty answer")
        return seq, found, weight

    def _exchange(self, seconds: float) -> None:
        """Write what is waiting, and read what comes within `seconds`."""
        rpc = self._worker.rpc
        if self._outgoing:
            self._write(rpc)
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._outgoing else 0)
        if self._selector.get_key(rpc).events != events:
            self._selector.modify(rpc, events)
        for key, ready in self._selector.select(seconds):
            if key.fileobj is not rpc:
                self._drain(key.fd)
            elif ready & selectors.EVENT_READ:
                self._read(rpc)
            else:
                self._write(rpc)

    def _write(self, rpc: socket.socket) -> None:
        try:
            sent = rpc.send(self._outgoing)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            # The worker is gone; reading finds its last words, then the end.
            self._outgoing.clear()
            return
        del self._outgoing[:sent]

    def _read(self, rpc: socket.socket) -> None:
        try:
            got = rpc.recv(CHUNK)
        except (BlockingIOError, InterruptedError):
            return
        except ConnectionError:
            got = b""
        if not got:
            how = self._worker.exit()
            if how is None:
                raise self._end(ProtocolViolation("Your code closed the connection to the grader"))
            raise self._end(_death(how))
        self._incoming += got

    def _drain(self, stream: int) -> None:
        try:
            got = os.read(stream, CHUNK)
        except BlockingIOError:
            return
        if not got:
            self._selector.unregister(stream)
            return
        self._printed_bytes += len(got)
        self._printed += got[: max(0, KEPT_OUTPUT - len(self._printed))]
        if self._printed_bytes > MAX_OUTPUT:
            raise self._end(ProtocolViolation(f"Your code printed more than {MAX_OUTPUT >> 20} MB"))

    def _memory(self) -> int:
        if self._most_memory is None:
            self._most_memory = memory_limit()
        return self._most_memory

    def _answer(self, seq: int, body: list[Any]) -> None:
        """Run the checker's function that the submission asked for."""
        if len(body) != 4 or not isinstance(body[1], str | int):
            raise WireError("a malformed question")
        _, target, args, kwargs = body
        if isinstance(target, str):
            if target not in self._answers:
                raise WireError("a question to a function that was never offered")
            function = self._answers[target]
        else:
            function = self.ends.function(target)
        given = unpack(args, self.ends, writable=True)
        named = unpack(kwargs, self.ends, writable=True)
        if not isinstance(given, tuple) or not isinstance(named, dict):
            raise WireError("a question without arguments")
        if len(self._outgoing) > MAX_UNREAD:
            raise WireError("questions whose answers are not read")
        started = time.process_time()
        try:
            with bounded(self.call_seconds - self._answering, self._memory()):
                value = function(*given, **named)
                encoder = Encoder(self.ends)
                reply = payload([Op.ANSWER.value, encoder.pack(value)], encoder.blobs)
        except TooLong:
            asked = target if isinstance(target, str) else "a function"
            raise self._end(
                TimedOut(f"Your code asks {asked} for more than {self.call_seconds:g} s of work")
            ) from None
        except CallFailed:
            raise
        except Unsendable as fault:
            reply = payload([Op.REFUSE.value, "MemoryError", str(fault)])
        except Exception as fault:  # noqa: BLE001 (the student's arguments may be anything)
            kind = next(
                (base for base in type(fault).__mro__ if base.__module__ == builtins.__name__),
                Exception,
            )
            reply = payload([Op.REFUSE.value, kind.__name__, str(fault)[:200]])
        finally:
            self._answering += time.process_time() - started
        self._outgoing += frame(seq, reply)


def _death(how: Exit) -> CallFailed:
    if how.signal is None:
        return Died(f"Your code ended its process (exit code {how.code})")
    try:
        name = signal.Signals(how.signal).name
    except ValueError:
        name = f"signal {how.signal}"
    if name == "SIGKILL":
        return OutOfMemory("The system ended your code, most likely for using too much memory")
    if name == "SIGXCPU":
        return TimedOut("Your code used up its processor time")
    return Died(f"Your code ended its process ({name})")
