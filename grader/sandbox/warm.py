"""The checker's side of a zygote: ask it for workers, and let it kill and reap them (Linux).

One thread of one process uses it. Must never send a zygote anything but the plan and the ends
of a worker.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from grader.errors import SandboxFailed
from grader.sandbox import start
from grader.sandbox.handle import Worker, close_all, output_pipe, readable_within
from grader.sandbox.types import Exit, Plan

_MOST_REPLY: Final = 1 << 16
_START_SECONDS: Final = 60.0
_REPLY_SECONDS: Final = 20.0
_DEATH_SECONDS: Final = 10.0
_END_SECONDS: Final = 5.0
_MOST_DYING: Final = 2  # killed workers that are not waited for
_LIVES_ON: Final = "a worker did not die when it was killed; restart this machine"


class ZygoteGone(SandboxFailed):
    """The zygote has hung up; a new one may do."""


class ForkFailed(SandboxFailed):
    """The zygote is there but could not make a worker; `layer` failed, for a `reason`."""

    def __init__(self, message: str, layer: str, reason: str) -> None:
        super().__init__(message)
        self.layer = layer
        self.reason = reason


@dataclass(frozen=True)
class _Asked:
    """A worker that the zygote was asked for: the number of the request and our ends."""

    number: int
    rpc: socket.socket
    stdout: int
    stderr: int

    def close(self) -> None:
        self.rpc.close()
        close_all([self.stdout, self.stderr])


class WarmStarter:
    """One zygote, and the worker it was last asked for."""

    def __init__(self, plan: Plan) -> None:
        self._rung = plan.rung
        self._control, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with inside:
            self._process = subprocess.Popen(  # noqa: S603 (our own interpreter)
                start.command("grader.sandbox.inside.zygote", inside.fileno()),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=start.environment(),
                pass_fds=(inside.fileno(),),
                cwd="/",
                # Ctrl-C at the terminal is the checker's to handle.
                start_new_session=True,
            )
        self._ready = False
        self._start_fault: dict[str, Any] | None = None
        self._requests = 0
        self._asked: _Asked | None = None
        self._replies: dict[int, tuple[dict[str, Any], list[int]]] = {}
        self._dying: deque[tuple[int | None, int]] = deque()
        self._send(plan.to_json().encode(), [])

    def request(self) -> None:
        """Ask for a worker without waiting for it."""
        if self._asked is None:
            self._asked = self._ask_for(selftest=False)

    def collect(self) -> Worker:
        """The worker that was asked for; raises `ZygoteGone` or `ForkFailed`."""
        self.request()
        asked, self._asked = self._asked, None
        assert asked is not None
        return self._collected(asked)

    def renew(self) -> None:
        """Have a worker made when all before it are gone; raises `ZygoteGone` or `ForkFailed`.

        One that was made earlier is ended: what it starts with may tell of them. Nobody waits
        for it here, since the zygote does one thing after the other.
        """
        if self._asked is not None:
            self.collect().kill(wait=False)
        for place, (pid, pidfd) in enumerate(self._dying):
            if pid is not None:
                self._bury(pid)
                self._dying[place] = None, pidfd
        self._requests = 0  # these lie in the zygote's memory, and tell how many there were
        self.request()

    def collect_selftest(self) -> Worker:
        """A worker that runs the self-test; the one that was asked for waits on."""
        return self._collected(self._ask_for(selftest=True))

    def _ask_for(self, *, selftest: bool) -> _Asked:
        rpc, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        stdout, out = output_pipe()
        stderr, err = output_pipe()
        self._requests += 1
        asked = _Asked(self._requests, rpc, stdout, stderr)
        request = {"op": "fork", "id": asked.number, "selftest": selftest}
        with theirs:
            try:
                self._send(json.dumps(request).encode(), [theirs.fileno(), out, err])
            except ZygoteGone:
                asked.close()
                raise
            finally:
                close_all([out, err])
        return asked

    def _collected(self, asked: _Asked) -> Worker:
        try:
            reply, descriptors = self._reply(asked.number)
        except BaseException:
            asked.close()
            raise
        if "error" in reply:
            asked.close()
            raise self._failed(reply)
        pidfd = descriptors[0] if descriptors else None
        for pipe in (asked.stdout, asked.stderr):
            os.utime(pipe, (0, 0))  # it tells when it was made, which may be long ago
        return Worker(
            rpc=asked.rpc,
            stdout=asked.stdout,
            stderr=asked.stderr,
            pidfd=pidfd,
            pid=_pid_here(pidfd, reply["pid"]),
            reaper=_WarmReaper(self, reply["pid"], pidfd),
        )

    def ask(self, operation: str, pid: int) -> dict[str, Any]:
        """Ask about a worker, by its pid inside; raises `ZygoteGone`."""
        self._requests += 1
        number = self._requests
        self._send(json.dumps({"op": operation, "pid": pid, "id": number}).encode(), [])
        return self._reply(number)[0]

    def bury(self, pid: int, pidfd: int, *, most: int) -> None:
        """Have a worker that was killed reaped once it is gone; closes the pidfd.

        Taking its namespaces down takes the system milliseconds: the next worker is at work
        meanwhile. When more than `most` are not gone yet, the oldest are waited for; raises
        `SandboxFailed` when one lives on.
        """
        self._dying.append((pid, pidfd))
        while self._dying:
            buried, pidfd = self._dying[0]
            must = len(self._dying) > most
            if not readable_within(pidfd, _DEATH_SECONDS if must else 0):
                if must:
                    raise SandboxFailed(_LIVES_ON)
                break
            self._dying.popleft()
            os.close(pidfd)
            if buried is not None:
                # Without its zygote nobody has to: the system does.
                with contextlib.suppress(ZygoteGone):
                    self._bury(buried)

    def _bury(self, pid: int) -> None:
        self._send(json.dumps({"op": "bury", "pid": pid}).encode(), [])

    def close(self) -> None:
        """Hang up, which ends the zygote and every worker, and wait until they are gone."""
        self._control.close()
        if self._asked is not None:
            self._asked.close()
            self._asked = None
        for _, descriptors in self._replies.values():
            close_all(descriptors)
        self._replies.clear()
        close_all([pidfd for _, pidfd in self._dying])
        self._dying.clear()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stderr is not None:
            self._process.stderr.close()

    def _send(self, text: bytes, descriptors: list[int]) -> None:
        try:
            self._control.settimeout(_REPLY_SECONDS)
            socket.send_fds(self._control, [text], descriptors)
        except OSError as fault:
            raise ZygoteGone(self._last_words()) from fault

    def _reply(self, number: int) -> tuple[dict[str, Any], list[int]]:
        """The reply to a request; others that come first are kept for their own turn."""
        if self._start_fault is not None:
            raise self._failed(self._start_fault)
        while number not in self._replies:
            message, descriptors = self._receive()
            if not self._ready:
                if "error" in message:
                    self._start_fault = message
                    raise self._failed(message)
                self._ready = True
                continue
            self._replies[message["id"]] = message, descriptors
        return self._replies.pop(number)

    def _receive(self) -> tuple[dict[str, Any], list[int]]:
        try:
            self._control.settimeout(_REPLY_SECONDS if self._ready else _START_SECONDS)
            text, descriptors, _, _ = socket.recv_fds(self._control, _MOST_REPLY, 1)
        except OSError as fault:
            raise ZygoteGone(str(fault)) from fault
        if not text:
            raise ZygoteGone(self._last_words())
        return json.loads(text), descriptors

    def _failed(self, reply: dict[str, Any]) -> ForkFailed:
        layer, reason = str(reply["layer"]), str(reply["error"])
        return ForkFailed(
            f"the sandbox could not start a worker at rung {self._rung} ({layer}: {reason}); "
            "run `grade doctor` to see what this machine offers",
            layer,
            reason,
        )

    def _last_words(self) -> str:
        """What a zygote that died while it started said last."""
        if self._ready or self._process.stderr is None:
            return "it ended"
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            return "it hung up"
        lines = self._process.stderr.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"it ended with code {self._process.returncode}"


class _WarmReaper:
    """Ends one forked worker; certain even when the zygote is gone."""

    def __init__(self, starter: WarmStarter, pid: int, pidfd: int | None) -> None:
        self._starter = starter
        self._pid = pid
        self._pidfd = pidfd

    def end(self, *, wait: bool = True) -> Exit:
        if self._pidfd is None or readable_within(self._pidfd, 0):
            return self._killed()
        # Alive: how it ends is known, so nobody waits for the zygote, which may be forking.
        with contextlib.suppress(ProcessLookupError):  # it ended just now
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        self._starter.bury(self._pid, os.dup(self._pidfd), most=0 if wait else _MOST_DYING)
        return Exit(None, int(signal.SIGKILL))

    def ended(self, seconds: float) -> Exit | None:
        if self._pidfd is not None and not readable_within(self._pidfd, seconds):
            return None
        try:
            return self._ask("reap")
        except ZygoteGone as fault:
            # Nobody noted how it ended, and it may well have ended because its zygote did:
            # that is not the student's doing.
            raise ZygoteGone(
                f"the sandbox's zygote ended while a worker was at work ({fault}); mark again"
            ) from fault

    def _killed(self) -> Exit:
        try:
            return self._ask("kill") or Exit(None, None)
        except SandboxFailed:
            return Exit(None, int(signal.SIGKILL))  # without its zygote no worker lives on

    def _ask(self, operation: str) -> Exit | None:
        reply = self._starter.ask(operation, self._pid)
        return None if "alive" in reply else Exit(reply["code"], reply["signal"])


def _pid_here(pidfd: int | None, inside: int) -> int:
    """A worker's pid as this process sees it; in a namespace of its own it has another."""
    if pidfd is None:
        return inside
    for line in Path(f"/proc/self/fdinfo/{pidfd}").read_text("ascii").splitlines():
        name, _, value = line.partition(":")
        if name == "Pid":
            return int(value)
    return inside
