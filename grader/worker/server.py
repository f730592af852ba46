"""The loop over the socket: one request in, one reply out, in step."""

from __future__ import annotations

import builtins
import socket
import warnings
from collections import deque
from typing import Any

import numpy as np

from grader.worker.frames import HEADER, MOST_RETURNED, frame, parse_own, payload, read_header
from grader.worker.host import Host
from grader.worker.where import tell_where
from grader.worker.wire import Encoder, Op

CHUNK = 1 << 18


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
        encoder = Encoder(self._host.submission.objects, MOST_RETURNED)
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


def serve(sock: socket.socket) -> None:
    """Answer requests on `sock` until the checker hangs up."""
    tell_where(sock.fileno())
    Server(sock).run()
