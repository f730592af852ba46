"""Cold workers: a new Python for each, where a warm one cannot be forked safely (rung D).

The checker's side, for macOS and Windows, and for Linux in tests. Slow to start and not a
sandbox: it keeps the checks in another process and bounds what can be bounded, no more.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from typing import Any, Final

from grader.errors import SandboxFailed
from grader.sandbox import start
from grader.sandbox.handle import Worker, close_all, output_pipe
from grader.sandbox.inside.cold_worker import TOKEN_BYTES
from grader.sandbox.types import Exit, Plan

_CONNECT_SECONDS: Final = 60.0
_END_SECONDS: Final = 10.0


@dataclass(frozen=True)
class _Asked:
    process: subprocess.Popen[bytes]
    rpc: socket.socket | None  # None while it has to connect to `listener`
    listener: socket.socket | None
    token: bytes
    stdout: int | None
    stderr: int | None


class ColdStarter:
    """Starts a process per worker, one ahead of need."""

    def __init__(self, plan: Plan, *, tcp: bool = sys.platform == "win32") -> None:
        self._plan = plan
        self._tcp = tcp
        self._asked: _Asked | None = None

    def request(self) -> None:
        """Start a process without waiting until it is ready."""
        if self._asked is None:
            self._asked = self._start_tcp() if self._tcp else self._start_pair()

    def renew(self) -> None:
        """Start a process without waiting: at rung D nothing is promised of those before it."""
        self.request()

    def collect(self) -> Worker:
        """The worker that was started last; raises `SandboxFailed`."""
        self.request()
        asked = self._asked
        assert asked is not None
        self._asked = None
        rpc = asked.rpc
        if asked.listener is not None:
            try:
                rpc = _accept(asked.listener, asked.token)
            except OSError as fault:
                _discard(asked)
                raise SandboxFailed(
                    f"a worker did not start ({fault}); run `grade doctor` to see why"
                ) from fault
            asked.listener.close()
        assert rpc is not None
        return Worker(
            rpc=rpc,
            stdout=asked.stdout,
            stderr=asked.stderr,
            pidfd=_pidfd(asked.process.pid),
            pid=asked.process.pid,
            reaper=_ColdReaper(asked.process),
        )

    def close(self) -> None:
        """End the process that was started ahead."""
        if self._asked is not None:
            _discard(self._asked)
            self._asked = None

    def _start_pair(self) -> _Asked:
        rpc, theirs = socket.socketpair()
        stdout, out = output_pipe()
        stderr, err = output_pipe()
        with theirs:
            process = self._popen(
                theirs.fileno(), stdout=out, stderr=err, pass_fds=(theirs.fileno(),)
            )
        close_all([out, err])
        _tell(process, {"plan": self._plan.to_json()})
        return _Asked(process, rpc, None, b"", stdout, stderr)

    def _start_tcp(self) -> _Asked:
        """For Windows, where neither a socket can be passed on nor a pipe be polled."""
        listener = socket.create_server(("127.0.0.1", 0))
        token = secrets.token_bytes(TOKEN_BYTES)
        process = self._popen(0, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        port = listener.getsockname()[1]
        # Through the pipe, because other users can read a command line or an environment.
        _tell(process, {"plan": self._plan.to_json(), "port": port, "token": token.hex()})
        return _Asked(process, None, listener, token, None, None)

    def _popen(self, descriptor: int, **ends: Any) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 (our own interpreter, and nothing from outside)
            start.command("grader.sandbox.inside.cold_worker", descriptor),
            stdin=subprocess.PIPE,
            env=start.environment(),
            cwd="/" if sys.platform != "win32" else None,
            start_new_session=sys.platform != "win32",
            **ends,
        )


def _tell(process: subprocess.Popen[bytes], what: dict[str, Any]) -> None:
    """Write the first line on the pipe that stays open as long as the checker lives."""
    assert process.stdin is not None
    # One that died at once is noticed when its rpc socket hangs up.
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(json.dumps(what).encode() + b"\n")
        process.stdin.flush()


def _accept(listener: socket.socket, token: bytes) -> socket.socket:
    """The connection that shows the token; any other on this port is turned away."""
    listener.settimeout(_CONNECT_SECONDS)
    while True:
        connection, _ = listener.accept()
        connection.settimeout(_CONNECT_SECONDS)
        given = b""
        with contextlib.suppress(TimeoutError, ConnectionError):
            while len(given) < TOKEN_BYTES and (part := connection.recv(TOKEN_BYTES - len(given))):
                given += part
        if hmac.compare_digest(given, token):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return connection
        connection.close()


def _pidfd(pid: int) -> int | None:
    if sys.platform != "linux":
        return None
    try:
        return os.pidfd_open(pid)
    except OSError:
        return None  # a kernel before 5.3


def _discard(asked: _Asked) -> None:
    _ColdReaper(asked.process).end()
    for sock in (asked.rpc, asked.listener):
        if sock is not None:
            sock.close()
    close_all([fd for fd in (asked.stdout, asked.stderr) if fd is not None])


class _ColdReaper:
    """Ends one cold worker and its process group."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def end(self, *, wait: bool = True) -> Exit:  # noqa: ARG002 (its own death is waited for)
        if sys.platform != "win32" and self._process.returncode is None:
            # It leads its own group. Not yet reaped, so the number is still its own.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait(_END_SECONDS)
        return self._gone()

    def ended(self, seconds: float) -> Exit | None:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        return self._gone()

    def _gone(self) -> Exit:
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        code = self._process.returncode
        return Exit(None, -code) if code < 0 else Exit(code, None)
