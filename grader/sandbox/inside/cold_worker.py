"""The inside of a cold worker: read the plan, take the places, lower the limits, serve.

Runs as a fresh program (macOS, Windows, Linux in tests). It ends when the checker's pipe
closes. Must hold no check, no path of a submission and no secret.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
from typing import Final

from grader.sandbox.inside import loading as inside
from grader.sandbox.inside import rlimits
from grader.sandbox.types import Plan

TOKEN_BYTES: Final = 32
_RPC, _LIFELINE = 3, 4
_ABOVE: Final = 16


def main(descriptor: int) -> None:
    """Serve on an inherited socket, or on a connection to the checker when it is 0."""
    with os.fdopen(0, "rb", buffering=0, closefd=False) as told_by:
        told = json.loads(told_by.readline())
    plan = Plan.from_json(told["plan"])
    if descriptor:
        sock, lifeline = _take_places(descriptor)
    else:
        sock, lifeline = _connect(told["port"], bytes.fromhex(told["token"])), _keep_stdin()
    loaded = inside.load(plan)
    inside.ready_streams()
    inside.fix_seeds()
    threading.Thread(target=_end_with_checker, args=(lifeline,), daemon=True).start()
    if sys.platform != "win32":
        rlimits.apply(plan.limits, rlimits.current_size(), _tasks(), strict=False)
    inside.settle()
    loaded.serve(sock)
    sys.stdout.flush()
    os._exit(0)  # threads that student code left running must not keep it alive


def _tasks() -> int:
    return rlimits.tasks_of(os.getuid()) if sys.platform == "linux" else 1 << 20


def _take_places(descriptor: int) -> tuple[socket.socket, int]:
    """0 = null, 1 and 2 = pipes, 3 = rpc, 4 = the pipe that tells of the checker's end."""
    import fcntl

    null = os.open(os.devnull, os.O_RDWR)
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, _ABOVE) for fd in (null, descriptor, 0)]
    for place, source in zip((0, _RPC, _LIFELINE), high, strict=True):
        os.dup2(source, place, inheritable=False)
    os.closerange(_LIFELINE + 1, max(descriptor, *high) + 1)
    return socket.socket(fileno=_RPC), _LIFELINE


def _keep_stdin() -> int:
    """Move the pipe off descriptor 0, so that input() finds nothing to read."""
    lifeline = os.dup(0)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    return lifeline


def _connect(port: int, token: bytes) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.sendall(token)
    return sock


def _end_with_checker(lifeline: int) -> None:
    """Wait for the checker's end of the pipe to close, then end this process."""
    while os.read(lifeline, 1):
        continue
    os._exit(0)
