"""One worker with one submission loaded: requests out, replies in, and the clock.

The wall clock is the checker's: a worker that is silent for longer than a call may take is
ended. Whatever arrives out of step, too large or malformed ends the session as well, and
every later request fails the same way.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import time
from collections.abc import Collection
from types import TracebackType
from typing import TYPE_CHECKING

from grader.answering import Answerer, AskedTooMuch
from grader.checks import Observation
from grader.clock import Clock, Waiting
from grader.errors import CallFailed, Died, OutOfMemory, ProtocolViolation, TimedOut
from grader.frames import HEADER, Payload, WireError, frame, parse, read_header, weigh
from grader.one_core import OneCore
from grader.specs import LimitsSpec
from grader.standing_in import StandIns
from grader.student import Call, Caller, Ends, observed, packed, violation
from grader.wire import Op, Unsendable

if TYPE_CHECKING:
    from grader.sandbox import Exit, Worker

CHUNK = 1 << 18
MAX_OUTPUT = 32 << 20
KEPT_OUTPUT = 4000
# Replies of a whole exercise are kept for comparing; a right one's are a few megabytes.
MAX_HELD = 96 << 20
# Requests that were sent ahead lie here too, a few megabytes at most.
MAX_UNREAD = 128 << 20


# A reply as it came: the body of its frame, and the raw bytes of large arrays.
_Raw = tuple[bytes, bytes]
# In a question's body this follows the first byte, which says that it is a short list.
_ASK = bytes([Op.ASK.value])


# Requests under way for which replies are worth gathering, and for how long.
MANY = 16
DOZE_SECONDS = 0.001


class Session:
    """A conversation with one worker (implements `grader.student.Caller`).

    `stand_ins` are the checker's functions that the submission may call by name: the
    references that stand in for wrong helpers. `classes` are names of the course's classes.
    `spent` are the seconds of the exercise's time that earlier workers used up.
    """

    def __init__(
        self,
        worker: Worker,
        limits: LimitsSpec,
        stand_ins: StandIns | None = None,
        *,
        classes: Collection[str] = (),
        spent: float = 0.0,
    ) -> None:
        self._worker = worker
        self._limits = limits
        self._stand_ins = stand_ins or StandIns()
        self.ends = Ends(self, classes)
        self._answerer = Answerer(self._stand_ins, self.ends)
        self.call_seconds = limits.call_seconds
        self._already = spent
        self._waiting = Waiting(worker.pid)
        self._spent = 0.0
        self._reading = 0.0
        self._loading: tuple[int, str] | None = None
        self._sent = 0
        self._received = 0
        self._replies: dict[int, _Raw] = {}
        self._held = 0
        self._inbox = memoryview(bytearray(CHUNK))
        self._incoming = bytearray()
        self._outgoing = bytearray()
        self._failure: CallFailed | None = None
        self._failed_at: int | None = None
        self._over = False
        self._printed = bytearray()
        self._printed_bytes = 0
        worker.rpc.setblocking(False)
        self._core = OneCore(worker.pid)
        self._selector = selectors.DefaultSelector()
        self._events = selectors.EVENT_READ
        self._selector.register(worker.rpc, self._events)
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
        return self._failed_at

    def submit(self, request: Payload) -> int:
        """Send a request without waiting; its number is for `reply`."""
        self._sent += 1
        self._outgoing += frame(self._sent, request)
        return self._sent

    def invoke(self, call: Call, asker: Caller | None = None) -> Observation:
        """Send one call and wait for it (`asker`: see `observation`); raises `CallFailed`."""
        try:
            request = packed(call, self.ends)
        except Unsendable as fault:  # the check has put what it was given into something more
            raise self._end(
                ProtocolViolation(f"Your code cannot be handed back what it returned: {fault}")
            ) from fault
        return self.observation(self.submit(request), call.name, asker)

    def observation(self, seq: int, name: str, asker: Caller | None = None) -> Observation:
        """The reply to request `seq`, a call to `name`; raises `CallFailed`.

        It is kept, and can be asked for again until it is `lost`. What its handles are asked
        goes through the `asker`, so that nothing a check learns passes it by.
        """
        ends = self.ends if asker is None else self.ends.asked_by(asker)
        message, arrays = self.reply(seq, name)
        if self._reading > self._limits.exercise_seconds:
            raise self._end(TimedOut("What your code returned takes too long to read"), seq)
        started = time.process_time()
        try:
            return observed(parse(message, arrays), name, ends)
        except WireError as fault:
            raise self._end(violation(fault), seq) from fault
        finally:
            self._reading += time.process_time() - started

    def lost(self, seq: int) -> bool:
        """Whether a reply was too much to keep, with those that came after it."""
        return seq <= self._received and seq not in self._replies

    def weight(self, seq: int) -> int:
        """About how many bytes of memory the value of a reply that is kept takes."""
        try:
            return weigh(*self._replies[seq]) if seq in self._replies else 0
        except WireError:
            return 0  # it has no value, as `observation` will say

    def reply(self, seq: int, name: str) -> _Raw:
        """The bytes of the reply to request `seq`, as yet unread; raises `CallFailed`.

        It must not be `lost`.
        """
        while seq > self._received:
            if self._failure is not None:
                raise self._failure
            self._receive(name)
        return self._replies[seq]

    def _end(self, failure: CallFailed, seq: int | None = None) -> CallFailed:
        """End the session on a request: the one that is awaited, if it is not said."""
        if self._failure is None:
            self._failed_at = self._received + 1 if seq is None else seq
        self._failure = failure
        self._kill()
        return failure

    def _kill(self) -> None:
        if not self._over:
            # Asked while the process is still there: afterwards its number may be another's.
            self._spent = max(0.0, self._spent - self._waiting.seconds())
        self._over = True
        self._core.leave()
        self._worker.kill(wait=False)

    def _receive(self, name: str) -> None:
        """Take in the next reply, answering what the submission asks meanwhile."""
        clock = Clock(self._worker.pid, self.call_seconds)
        self._answerer.seconds = 0.0
        try:
            seq, raw = self._awaited(name, clock)
        except WireError as fault:
            raise self._end(violation(fault)) from fault
        finally:
            self._spent += clock.elapsed() + self._answerer.seconds
        self._received = seq
        self._hold(seq, raw)
        self._require_time_left()

    def _awaited(self, name: str, clock: Clock) -> tuple[int, _Raw]:
        while True:
            found = self._next_frame()
            if found is None:
                if clock.overdue():
                    raise self._end(
                        TimedOut(f"{name} did not come back within {self.call_seconds:g} s")
                    )
                if self._may_doze():
                    time.sleep(DOZE_SECONDS)
                self._exchange(clock.next_look())
                continue
            seq, raw = found
            if seq != self._received + 1:
                raise WireError("an answer out of step")
            if raw[0][1:2] != _ASK:
                # With more ahead, the worker goes on while this reply is looked at.
                self._core.turn() if seq == self._sent else self._core.part()
                return found
            self._core.turn()
            asked = time.monotonic()
            self._answer(seq, raw)
            clock.forgive(time.monotonic() - asked)  # it has a limit of its own

    def _may_doze(self) -> bool:
        """Whether to let replies gather for a moment before looking again.

        Waking this process at each of hundreds of replies costs both sides more than the
        replies do. Whoever may ask something is not kept waiting.
        """
        ahead = self._sent - self._received
        return ahead > MANY and not (self._outgoing or self._stand_ins.functions)

    def _hold(self, seq: int, raw: _Raw) -> None:
        """Keep a reply; the oldest make room."""
        self._replies[seq] = raw
        self._held += _size(raw)
        while self._held > MAX_HELD and len(self._replies) > 1:
            self._held -= _size(self._replies.pop(next(iter(self._replies))))

    def _require_time_left(self) -> None:
        """End the session when all calls together took what the exercise may take."""
        limit = self._limits.exercise_seconds
        if self.spent <= limit:
            return
        # The wall clock of a busy machine says little: leave out what it took away.
        if self.spent - self._waiting.seconds() > limit:
            raise self._end(
                TimedOut(
                    f"All calls together took longer than the {limit:g} s that an exercise may take"
                )
            )

    def _next_frame(self) -> tuple[int, _Raw] | None:
        if len(self._incoming) < HEADER.size:
            return None
        seq, body, blob = read_header(self._incoming)
        end = HEADER.size + body + blob
        if len(self._incoming) < end:
            return None
        with memoryview(self._incoming) as whole:
            message = bytes(whole[HEADER.size : HEADER.size + body])
            arrays = bytes(whole[HEADER.size + body : end])
        del self._incoming[:end]
        return seq, (message, arrays)

    def _exchange(self, seconds: float) -> None:
        """Write what is waiting, and read what comes within `seconds`."""
        rpc = self._worker.rpc
        if self._outgoing:
            self._write(rpc)
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._outgoing else 0)
        if events != self._events:
            self._selector.modify(rpc, events)
            self._events = events
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
            got = rpc.recv_into(self._inbox)
        except (BlockingIOError, InterruptedError):
            return
        except ConnectionError:
            got = 0
        if not got:
            how = self._worker.exit()
            if how is None:
                raise self._end(ProtocolViolation("Your code closed the connection to the grader"))
            raise self._end(_death(how))
        self._incoming += self._inbox[:got]

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

    def _answer(self, seq: int, raw: _Raw) -> None:
        """Send what the checker's function that the submission asked for returns."""
        if len(self._outgoing) > MAX_UNREAD:
            raise WireError("questions whose answers are not read")
        try:
            answer = self._answerer.answer(*raw, self.call_seconds)
        except AskedTooMuch as fault:
            raise self._end(TimedOut(str(fault))) from None
        self._outgoing += frame(seq, answer)


def _size(raw: _Raw) -> int:
    return len(raw[0]) + len(raw[1]) + HEADER.size


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
