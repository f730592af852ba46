"""One worker with one submission loaded: requests out, replies in, in step.

The wall clock is the checker's: a worker that is silent for longer than a call may take is
ended. Whatever arrives out of step, too large or malformed ends the session as well, and
every later request fails the same way.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from grader.calls.budget import Budget
from grader.calls.call import Call, Caller
from grader.calls.callbacks import Answerer, AskedTooMuch, StandIns
from grader.calls.clock import Clock
from grader.calls.cores import OneCore
from grader.calls.messages import Ends, NotRun, not_run, observed, packed, violation
from grader.calls.transport import Raw, Transport
from grader.closing import Closing
from grader.outcome import CallFailed, Observation, OutOfMemory, ProtocolViolation, TimedOut
from grader.sandbox.bounds import Unbroken
from grader.worker import ASK, lines_told
from grader.worker.frames import (
    HEADER,
    Payload,
    WireError,
    count_values,
    digest_of,
    frame,
    parse_counted,
    weigh,
)
from grader.worker.wire import Op, Unsendable

if TYPE_CHECKING:
    from grader.sandbox import Worker

# Replies of a whole exercise are kept for comparing; a right one's are a few megabytes.
MAX_HELD = 32 << 20
TOO_LARGE = "What your code returned takes more memory than it may"
# Requests that were sent ahead lie here too, a few megabytes at most.
MAX_UNREAD = 128 << 20
# In a question's body this follows the first byte, which says that it is a short list.
_ASK = bytes([Op.ASK.value])
# Requests under way for which replies are worth gathering, and for how long.
MANY = 16
DOZE_SECONDS = 0.001
# How often a worker is asked what it is at when its time is up, and how long it has to tell.
TRACES = 4
TRACE_SECONDS = 0.25


class Session(Closing):
    """A conversation with one worker (implements `grader.calls.Caller`).

    `stand_ins` are the checker's functions that the submission may call by name: the
    references that stand in for wrong helpers. `classes` are names of the course's classes.
    """

    def __init__(
        self,
        worker: Worker,
        budget: Budget,
        stand_ins: StandIns | None = None,
        *,
        classes: Collection[str] = (),
    ) -> None:
        self._worker = worker
        self._stand_ins = stand_ins or StandIns()
        self.ends = Ends(self, classes)
        self._answerer = Answerer(self._stand_ins, self.ends)
        self.account = budget.account(worker.pid)
        self._transport = Transport(worker)
        self._file = ""
        self._loading: tuple[int, str, Callable[[tuple[NotRun, ...]], None]] | None = None
        self._sent = 0
        self._received = 0
        self._names: dict[int, str] = {}  # of what is sent and not answered
        self._replies: dict[int, Raw] = {}
        self._held = 0
        self._failure: CallFailed | None = None
        self._failed_at: int | None = None
        self._over = False
        self._core = OneCore(worker.pid)

    @property
    def failure(self) -> CallFailed | None:
        """What ended the session, if it is over."""
        return self._failure

    @property
    def output(self) -> str:
        """The start of what the submission printed."""
        return self._transport.output

    def close(self) -> None:
        """End the worker and whatever it started, and let go of what it said."""
        self._transport.close()
        self._kill()
        self.keep_only(())

    def keep_only(self, numbers: Collection[int]) -> None:
        """Let go of all replies but those to these requests."""
        kept = {seq: raw for seq, raw in self._replies.items() if seq in numbers}
        self._replies, self._held = kept, sum(map(_size, kept.values()))

    def pause(self) -> bool:
        """Have the worker stand still until `resume`; False where that cannot be done."""
        self._core.part()
        return self._worker.pause()

    def resume(self) -> None:
        """Let the worker go on."""
        self._worker.resume()

    def memory(self) -> int:
        """The bytes of memory that the worker holds, with what it shares."""
        return self._worker.memory()

    def load(
        self,
        request: Payload,
        module: str,
        note: Callable[[tuple[NotRun, ...]], None] = lambda _: None,
    ) -> None:
        """Have a submission loaded, without waiting; `loaded` tells how it went.

        `note` is then called with the statements that were not run to their end.
        """
        self._file = f"{module}.py"
        self._loading = self.submit(request, module), module, note

    def loaded(self) -> None:
        """Wait until the submission is loaded; raises `CallFailed`."""
        if self._loading is None:
            return
        number, module, note = self._loading
        value = self.observation(number, module).value
        self._loading = None
        try:
            note(not_run(value))
        except WireError as fault:
            raise self._end(violation(fault)) from fault

    def settle(self) -> None:
        """Wait until everything that was sent is answered; raises `CallFailed`."""
        while self._received < self._sent:
            if self._failure is not None:
                raise self._failure
            self._receive()

    @property
    def failed_at(self) -> int | None:
        """The number of the request that the session ended on."""
        return self._failed_at

    def submit(self, request: Payload, name: str) -> int:
        """Send a request about `name` without waiting; its number is for `reply`."""
        self._sent += 1
        self._names[self._sent] = name
        self._transport.send(frame(self._sent, request))
        return self._sent

    def invoke(self, call: Call, asker: Caller | None = None) -> Observation:
        """Send one call and wait for it (`asker`: see `observation`); raises `CallFailed`."""
        try:
            request = packed(call, self.ends)
        except Unsendable as fault:  # the check has put what it was given into something more
            raise self._end(
                ProtocolViolation(f"Your code cannot be handed back what it returned: {fault}")
            ) from fault
        return self.observation(self.submit(request, call.name), call.name, asker)

    def observation(self, seq: int, name: str, asker: Caller | None = None) -> Observation:
        """The reply to request `seq`, a call to `name`; raises `CallFailed`.

        It is kept, and can be asked for again until it is `lost`. What its handles are asked
        goes through the `asker`, so that nothing a check learns passes it by.
        """
        ends = self.ends if asker is None else self.ends.asked_by(asker)
        message, arrays = self.reply(seq)
        try:
            with self.account.reading():
                self.account.read(count_values(message))
                return observed(parse_counted(message, arrays), name, ends)
        except WireError as fault:
            raise self._end(violation(fault), seq) from fault
        except TimedOut as late:
            raise self._end(late, seq) from None
        except MemoryError:
            raise self._end(OutOfMemory(TOO_LARGE), seq) from None

    def lost(self, seq: int) -> bool:
        """Whether a reply was too much to keep, with those that came after it."""
        return seq <= self._received and seq not in self._replies

    def weight(self, seq: int) -> int:
        """About how many bytes of memory the value of a reply that is kept takes."""
        try:
            return weigh(*self._replies[seq]) if seq in self._replies else 0
        except WireError:
            return 0  # it has no value, as `observation` will say

    def reply(self, seq: int) -> Raw:
        """The bytes of the reply to request `seq`, as yet unread; raises `CallFailed`.

        It must not be `lost`.
        """
        if seq > self._received:
            with Unbroken():
                self._wait_for(seq)
        return self._replies[seq]

    def _wait_for(self, seq: int) -> None:
        while seq > self._received:
            if self._failure is not None:
                raise self._failure
            self._receive()

    def digest(self, requests: Iterable[int]) -> bytes:
        """A digest of the replies to these requests; empty if one is not there."""
        parts: list[bytes] = []
        try:
            with Unbroken():
                for seq in requests:
                    if self.lost(seq):
                        return b""
                    self._wait_for(seq)
                    parts += self._replies[seq]
        except CallFailed:
            return b""  # whoever reads the reply is told what became of it
        return digest_of(parts) if parts else b""

    def _end(self, failure: CallFailed, seq: int | None = None) -> CallFailed:
        """End the session on a request: the one that is awaited, if it is not said."""
        if self._failure is None:
            self._failed_at = self._received + 1 if seq is None else seq
        self._failure = failure
        self._kill()
        return failure

    def _kill(self) -> None:
        with Unbroken():
            if not self._over:
                self.account.close()
            self._over = True
            self._core.leave()
            self._worker.kill(wait=False)

    def _receive(self) -> None:
        """Take in the next reply, answering what the submission asks meanwhile.

        Nothing may break it off: see `Unbroken`.
        """
        clock = self.account.clock()
        self._answerer.seconds = 0.0
        failure: CallFailed | None = None
        try:
            seq, raw = self._awaited(clock)
        except WireError as fault:
            failure = violation(fault)
            failure.__cause__ = fault
        except CallFailed as ended:
            failure = ended
        except MemoryError:
            failure = OutOfMemory(TOO_LARGE)
        # Before the end, which gives back what a busy machine took away of it.
        self.account.charge(clock.elapsed() + self._answerer.seconds)
        if failure is not None:
            raise self._end(failure)
        self._received = seq
        del self._names[seq]
        self._hold(seq, raw)
        try:
            self.account.require_time_left()
            self.account.take(_size(raw))
        except (TimedOut, OutOfMemory) as over:
            raise self._end(over) from None

    def _awaited(self, clock: Clock) -> tuple[int, Raw]:
        while True:
            found = self._transport.next_frame()
            if found is None:
                if clock.overdue():
                    seconds = self.account.call_seconds
                    asked = time.monotonic()
                    lines = self._lines()
                    clock.forgive(time.monotonic() - asked)
                    # Whoever waits may wait for a later one: what is told is the one that hangs.
                    name = self._names[self._received + 1]
                    raise TimedOut(f"{name} did not come back within {seconds:g} s", lines)
                if self._may_doze():
                    time.sleep(DOZE_SECONDS)
                self._transport.exchange(clock.next_look())
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

    def _lines(self) -> tuple[int, ...]:
        """The lines of the submission that the worker is at, the outermost first; nothing that it
        sent counts now.
        """
        said = b""
        if ASK is not None:
            for _ in range(TRACES):
                told = self._transport.overhear(TRACE_SECONDS) if self._worker.send(ASK) else b""
                if not told:
                    break
                said += told
        return lines_told(said, self._file)

    def _may_doze(self) -> bool:
        """Whether to let replies gather for a moment before looking again.

        Waking this process at each of hundreds of replies costs both sides more than the
        replies do. Whoever may ask something is not kept waiting.
        """
        ahead = self._sent - self._received
        return ahead > MANY and not (self._transport.unsent or self._stand_ins.functions)

    def _hold(self, seq: int, raw: Raw) -> None:
        """Keep a reply; the oldest make room."""
        self._replies[seq] = raw
        self._held += _size(raw)
        while self._held > MAX_HELD and len(self._replies) > 1:
            self._held -= _size(self._replies.pop(next(iter(self._replies))))

    def _answer(self, seq: int, raw: Raw) -> None:
        """Send what the checker's function that the submission asked for returns."""
        if self._transport.unsent > MAX_UNREAD:
            raise WireError("questions whose answers are not read")
        try:
            answer = self._answerer.answer(*raw, self.account.call_seconds)
        except AskedTooMuch as fault:
            raise TimedOut(str(fault)) from None
        self._transport.send(frame(seq, answer))


def _size(raw: Raw) -> int:
    return len(raw[0]) + len(raw[1]) + HEADER.size
