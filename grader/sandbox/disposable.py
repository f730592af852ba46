"""Work of ours on what a student wrote, where it may take no more than it is given.

The checker's side of a small process that is asked, and replaced when a request ends it. It must
never know what is asked.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from typing import Final

from grader.closing import Closing
from grader.errors import SandboxFailed
from grader.sandbox import start
from grader.sandbox.answering import ANSWER, BEGUN, KILLED, REQUEST, SPENT, received

# A busy machine may take so many times longer than the processor is needed.
_PATIENCE: Final = 12
_START_SECONDS: Final = 60.0
_END_SECONDS: Final = 10.0
# Something on this machine may kill our processes: that is nobody's fault who handed in. A request
# that had not begun by then had no part in it.
_MOST_ATTEMPTS: Final = 3
_MOST_UNBEGUN: Final = 6
# A signal that says nothing: anybody may have sent it.
_FROM_OUTSIDE: Final = ("SIGKILL", "SIGTERM", "SIGHUP", "SIGINT")


class Spent(Exception):
    """A request took more time or memory than it may, or the interpreter failed over it."""


class Disposable(Closing):
    """Asks a process that serves `module` (whose `main` calls `answer_each`); Linux only.

    One thread of one process uses it.
    """

    def __init__(self, module: str, most_answer: int) -> None:
        self._module = module
        self._most_answer = most_answer
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None

    def start(self) -> None:
        """Start the process without waiting until it is ready; raises `SandboxFailed`."""
        if self._process is not None:
            return
        try:
            line, theirs = socket.socketpair()
        except OSError as fault:
            raise SandboxFailed(f"a process to read in did not start ({fault.strerror})") from fault
        with theirs:
            try:
                self._process = subprocess.Popen(  # noqa: S603 (our own interpreter)
                    start.command(self._module, theirs.fileno()),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=start.environment(),
                    pass_fds=(theirs.fileno(),),
                    cwd="/",
                    start_new_session=True,
                )
            except OSError as fault:
                line.close()
                raise SandboxFailed(
                    f"a process to read in did not start ({fault.strerror})"
                ) from fault
        self._line = line

    def ask(self, request: bytes, seconds: int, memory: int) -> bytes:
        """The answer, for which it may take so many processor seconds and bytes of memory.

        Raises `Spent`, and `SandboxFailed` where no process could be had.
        """
        begun = unbegun = 0
        while begun < _MOST_ATTEMPTS and unbegun < _MOST_UNBEGUN:
            self.start()
            assert self._line is not None
            deadline = time.monotonic() + _START_SECONDS + _PATIENCE * seconds
            has_begun = False
            try:
                head = REQUEST.pack(len(request), seconds, memory)
                self._send(self._line, head, request, deadline)
                has_begun = True
                return self._answer(self._line, deadline)
            except TimeoutError:
                self.close()
                if has_begun:
                    raise Spent from None
                raise SandboxFailed("the process to read in did not begin") from None
            except ConnectionError:
                ended = self._ended()
            begun, unbegun = begun + has_begun, unbegun + (not has_begun)
            by = signal.Signals(ended - KILLED).name if ended > KILLED else ""
            if ended == SPENT or (by and by not in _FROM_OUTSIDE):
                raise Spent
        if by == "SIGKILL" and begun == _MOST_ATTEMPTS:
            raise Spent  # each time over this request: so a system ends what takes too much memory
        raise SandboxFailed(f"the process to read in ended {begun + unbegun} times (code {ended})")

    def _send(self, line: socket.socket, head: bytes, request: bytes, deadline: float) -> None:
        """Send a request, and wait until it is begun."""
        for part in (head, request):
            _until(line, deadline)
            line.sendall(part)
        _until(line, deadline)
        received(line, len(BEGUN))

    def _answer(self, line: socket.socket, deadline: float) -> bytes:
        _until(line, deadline)
        (size,) = ANSWER.unpack(received(line, ANSWER.size))
        if size > self._most_answer:
            self.close()
            raise Spent
        return received(line, size)

    def _ended(self) -> int:
        """How the process ended, once the line is cut; there is none afterwards."""
        process = self._process
        assert process is not None
        with contextlib.suppress(subprocess.TimeoutExpired):  # it is killed then
            process.wait(_END_SECONDS)
        self.close()
        return process.returncode if process.returncode >= 0 else KILLED - process.returncode

    def close(self) -> None:
        """End the process, and what it is at."""
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)  # it leads its own group
            self._process.wait()
            self._process = None


def _until(line: socket.socket, deadline: float) -> None:
    line.settimeout(max(deadline - time.monotonic(), 0.001))
