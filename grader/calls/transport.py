"""Bytes to and from one worker: frames out, frames in, and what the submission prints.

What cannot be read any further is raised as a `CallFailed`. Nothing here knows what a frame
says, or when it is too late for one.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import socket
import time
from typing import TYPE_CHECKING

from grader.outcome import CallFailed, Died, OutOfMemory, ProtocolViolation, TimedOut
from grader.worker.frames import HEADER, MOST_BLOB, MOST_BODY, read_header

if TYPE_CHECKING:
    from grader.sandbox import Exit, Worker

CHUNK = 1 << 18
MAX_OUTPUT = 32 << 20
KEPT_OUTPUT = 4000
# A text that is written piece by piece has come to its end when nothing comes for so long.
PAUSE = 0.005

# A frame as it came: its body, and the raw bytes of large arrays.
Raw = tuple[bytes, bytes]


class Transport:
    """The checker's end of the connection to one worker."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._inbox = memoryview(bytearray(CHUNK))
        self._incoming = bytearray()
        self._outgoing = bytearray()
        self._printed = bytearray()
        self._printed_bytes = 0
        worker.rpc.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._events = selectors.EVENT_READ
        self._selector.register(worker.rpc, self._events)
        for stream in (worker.stdout, worker.stderr):
            if stream is not None:
                self._selector.register(stream, selectors.EVENT_READ)

    @property
    def output(self) -> str:
        """The start of what the submission printed."""
        return self._printed.decode("utf-8", "replace")

    @property
    def unsent(self) -> int:
        """The bytes that the worker has not taken yet."""
        return len(self._outgoing)

    def close(self) -> None:
        """Read and write no more."""
        self._selector.close()
        self._incoming.clear()
        self._outgoing.clear()

    def send(self, data: bytes) -> None:
        """Have these bytes written at the next `exchange`."""
        self._outgoing += data

    def next_frame(self) -> tuple[int, Raw] | None:
        """The number and content of the next frame, if it is all there; raises `WireError`."""
        if len(self._incoming) < HEADER.size:
            return None
        seq, body, blob = read_header(self._incoming, MOST_BODY, MOST_BLOB)
        end = HEADER.size + body + blob
        if len(self._incoming) < end:
            return None
        with memoryview(self._incoming) as whole:
            message = bytes(whole[HEADER.size : HEADER.size + body])
            arrays = bytes(whole[HEADER.size + body : end])
        del self._incoming[:end]
        return seq, (message, arrays)

    def overhear(self, seconds: float) -> bytes:
        """What comes within `seconds`, up to a pause, in place of the frames that were awaited."""
        until = time.monotonic() + seconds
        with contextlib.suppress(CallFailed):
            while (left := until - time.monotonic()) > 0:
                before = len(self._incoming)
                self.exchange(min(left, PAUSE) if before else left)
                if before == len(self._incoming) and before:
                    break
        said = bytes(self._incoming)
        self._incoming.clear()
        return said

    def exchange(self, seconds: float) -> None:
        """Write what is waiting, and read what comes within `seconds`; raises `CallFailed`."""
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
                raise ProtocolViolation("Your code closed the connection to the grader")
            raise _death(how)
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
            raise ProtocolViolation(f"Your code printed more than {MAX_OUTPUT >> 20} MB")


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
