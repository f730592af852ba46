"""One worker as the checker sees it: its ends, and a certain way to end it.

The same for a forked and for a cold worker. Must never read or judge what comes through the
ends: that is the caller's.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sys
from pathlib import Path
from typing import Final, Protocol

from grader.closing import Closing
from grader.sandbox.types import Exit

_AFTER_HANG_UP: Final = 1.0


class Reaper(Protocol):
    """How a worker is ended and asked how it ended."""

    def end(self, *, wait: bool = True) -> Exit:
        """Kill it and all it started, and reap it: at once, or with one of the next few."""
        ...

    def ended(self, seconds: float) -> Exit | None:
        """How it ended by itself, waiting so long at most; None while it is alive."""
        ...


class Worker(Closing):
    """One process that student code runs in; leaving its context kills it."""

    def __init__(
        self,
        *,
        rpc: socket.socket,
        stdout: int | None,
        stderr: int | None,
        pidfd: int | None,
        pid: int,
        reaper: Reaper,
    ) -> None:
        self.rpc = rpc
        self.stdout = stdout
        self.stderr = stderr
        self.pidfd = pidfd
        self.pid = pid
        self._reaper = reaper
        self._exit: Exit | None = None
        self._closed = False

    def kill(self, *, wait: bool = True) -> Exit:
        """Kill the worker and all it started, reap it and close every end; may be repeated.

        Without `wait` it is killed all the same, and may take a moment to be gone.
        """
        if self._exit is None:
            self._exit = self._reaper.end(wait=wait)
        self._close()
        return self._exit

    def exit(self) -> Exit | None:
        """How the worker ended by itself, or None if it is alive.

        If its end of `rpc` is closed this waits up to a second for the rest of it to go.
        """
        if self._exit is None:
            self._exit = self._reaper.ended(_AFTER_HANG_UP if self._hung_up() else 0.0)
        return self._exit

    def pause(self) -> bool:
        """Have the worker stand still until `resume`; False where the system cannot do that.

        Off Linux it goes on: its code is trusted there.
        """
        if sys.platform != "linux":
            return True
        return self._signalled(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a worker that stands still go on."""
        if sys.platform == "linux":
            self._signalled(signal.SIGCONT)

    def memory(self) -> int:
        """The bytes of memory that it holds, with what it shares; 0 where nothing tells."""
        try:
            pages = Path(f"/proc/{self.pid}/statm").read_text("ascii").split()[1]
        except (OSError, IndexError):
            return 0  # it has ended, or there is no such file here
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def send(self, number: signal.Signals) -> bool:
        """Send it a signal; False where it has ended, or the system has no such thing."""
        return self._signalled(number)

    def _signalled(self, number: signal.Signals) -> bool:
        if self._closed or self._exit is not None:
            return False
        try:
            if self.pidfd is not None:
                signal.pidfd_send_signal(self.pidfd, number)
            elif sys.platform != "linux" and self.exit() is None:
                os.kill(self.pid, number)  # not reaped, so the number is still its own
            else:
                return False
        except OSError:
            return False  # it has ended just now
        return True

    def _hung_up(self) -> bool:
        if self._closed:
            return True
        if hasattr(select, "poll"):
            poll = select.poll()
            poll.register(self.rpc, 0)
            return bool(poll.poll(0))
        readable, _, _ = select.select([self.rpc], [], [], 0)
        try:
            return bool(readable) and not self.rpc.recv(1, socket.MSG_PEEK)
        except OSError:
            return True

    def close(self) -> None:
        """Kill it and all it started."""
        self.kill()

    def _close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self.rpc.close()
        for descriptor in (self.stdout, self.stderr, self.pidfd):
            if descriptor is not None:
                os.close(descriptor)


def output_pipe() -> tuple[int, int]:
    """A pipe for what a worker prints: a read end that never blocks, and a write end."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    return reader, writer


def close_all(descriptors: list[int]) -> None:
    """Close descriptors, also those that are closed already."""
    for descriptor in descriptors:
        with contextlib.suppress(OSError):
            os.close(descriptor)


def readable_within(descriptor: int, seconds: float) -> bool:
    """Whether a pidfd (or another descriptor) becomes readable in time."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(seconds * 1000))
