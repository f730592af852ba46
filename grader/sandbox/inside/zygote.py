"""The zygote: a warm process, NumPy imported, that forks a worker whenever it is asked.

It serves requests on one control socket and ends, with every worker, when that socket closes.
Must hold no check, no path of a submission and no secret, and must never start a thread.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any, Final, NoReturn

from grader.sandbox.inside import identity, layers, libc, namespaces
from grader.sandbox.inside import loading as inside
from grader.sandbox.types import LayerFailed, Plan

_MOST_REQUEST: Final = 1 << 16
_MOST_TEXT: Final = 1000
_FAILED: Final = 70
_RPC, _TELL, _RULES = 3, 4, 5  # descriptors in a worker; only the first stays open
_ABOVE_WORKERS: Final = 16  # descriptors are moved up here before they take their places
_MOST_DESCRIPTORS: Final = 1 << 16


def main(control_descriptor: int) -> None:
    """Read the plan, put the zygote's own layers on, and serve until the checker hangs up."""
    control = socket.socket(fileno=control_descriptor)
    plan = Plan.from_json(control.recv(_MOST_REQUEST).decode())
    try:
        zygote = _start(plan, control)
    except LayerFailed as fault:
        _give_up(control, fault.layer, fault.reason)
    except Exception as fault:  # noqa: BLE001 (the checker tells the user; nothing is lost)
        _give_up(control, "start", f"{type(fault).__name__}: {fault}")
    else:
        zygote.serve()


def _give_up(control: socket.socket, layer: str, reason: str) -> None:
    """Say why there will be no worker, and wait for the checker to hang up.

    Ending at once would discard the message, if a request lies unread.
    """
    _send(control, {"error": reason[:_MOST_TEXT], "layer": layer})
    while _receive(control)[0]:
        continue


def _start(plan: Plan, control: socket.socket) -> Zygote:
    loaded = inside.load(plan)
    inside.require_one_thread()
    prepared = layers.measure(plan, loaded)
    inside.settle()
    if plan.rung == "A":
        proc = namespaces.enter(loaded)
        _become_process_one(control)
        own: int | None = namespaces.own_process_namespace(proc)
        os.close(proc)
    else:
        own = None
        # Orphans of a killed worker come here and are killed too.
        libc.prctl(libc.PR_SET_CHILD_SUBREAPER, 1)
    identity.empty_bounding_set()
    inside.ready_streams()
    _send(control, {"ready": True})
    return Zygote(control, loaded, prepared, own)


def _become_process_one(control: socket.socket) -> None:
    """Go on in a child, in the new process namespace; the parent only waits for it."""
    child = os.fork()
    if child:
        control.close()
        os.waitpid(child, 0)
        os._exit(0)
    libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)


class Zygote:
    """The loop that forks, kills and reaps."""

    def __init__(
        self,
        control: socket.socket,
        loaded: inside.Loaded,
        prepared: layers.Groundwork,
        own_namespace: int | None,
    ) -> None:
        self._control = control
        self._loaded = loaded
        self._prepared = prepared
        self._own_namespace = own_namespace
        self._workers: set[int] = set()
        self._null = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
        os.dup2(self._null, 2)

    def serve(self) -> None:
        """Answer requests until the checker hangs up, then leave nobody behind."""
        while True:
            text, ends = _receive(self._control)
            if not text:
                break
            request = json.loads(text)
            if request["op"] == "fork":
                serve = self._loaded.selftest if request["selftest"] else self._loaded.serve
                reply, descriptors = self._fork(ends, serve)
                _send(self._control, {"id": request["id"], **reply}, descriptors)
                for descriptor in (*ends, *descriptors):
                    os.close(descriptor)
            elif request["op"] == "bury":
                self._reap(request["pid"], kill=True)
            else:
                reply = self._reap(request["pid"], kill=request["op"] == "kill")
                _send(self._control, {"id": request["id"], **reply})
        for pid in list(self._workers):
            self._reap(pid, kill=True)

    def _fork(self, ends: list[int], serve: inside.Serve) -> tuple[dict[str, Any], list[int]]:
        """A new worker on these ends; its pid as seen from here, and a pidfd."""
        told, tell = os.pipe()
        try:
            if self._own_namespace is not None:
                namespaces.next_child_alone(self._own_namespace)
            zygote = os.getpid()
            pid = os.fork()
        except OSError as fault:
            os.close(told)
            os.close(tell)
            return {"error": str(fault), "layer": "fork"}, []
        if pid == 0:
            self._become_worker(ends, tell, zygote, serve)
        self._workers.add(pid)
        os.close(tell)
        with os.fdopen(told, "rb") as reader:
            answer = reader.read()
        if answer != b"ready":
            self._reap(pid, kill=True)
            return {"error": answer.decode(errors="replace") or "it died", "layer": "worker"}, []
        try:
            return {"pid": pid}, [os.pidfd_open(pid)]
        except OSError:
            return {"pid": pid}, []  # a kernel before 5.3: the checker asks us instead

    def _become_worker(
        self, ends: list[int], tell: int, zygote: int, serve: inside.Serve
    ) -> NoReturn:
        """In the child: take the ends, put the layers on, serve, and never come back."""
        code = _FAILED
        try:
            self._take_places(ends, tell)
            if self._prepared.rung == "D":
                os.setsid()  # what it starts is killed with it
            inside.fix_seeds()
            sock = socket.socket(fileno=_RPC)
            layers.put_on(self._prepared, zygote, _RULES)
            os.write(_TELL, b"ready")
            os.closerange(_TELL, _ABOVE_WORKERS)
            sock.recv(1, socket.MSG_PEEK)
            layers.begin(self._prepared)
            serve(sock)
            code = 0
            sys.stdout.flush()
        except LayerFailed as fault:
            os.write(_TELL, str(fault)[:_MOST_TEXT].encode())
        except SystemExit as wanted:
            code = wanted.code if isinstance(wanted.code, int) else 1
        except BaseException:  # noqa: BLE001 (the checker sees the exit code and this text)
            traceback.print_exc()
        finally:
            # Whatever happened, a worker must not go on as a second zygote.
            os._exit(code & 0xFF)

    def _take_places(self, ends: list[int], tell: int) -> None:
        """Leave only 0 = null, 1 and 2 = pipes, 3 = rpc, and what is closed before serving."""
        import fcntl

        rules = self._null if self._prepared.rules is None else self._prepared.rules
        # Opened anew: flags and locks of one open file would be there for every later worker.
        null = os.open(os.devnull, os.O_RDWR)
        sources = [null, ends[1], ends[2], ends[0], tell, rules]
        high = [fcntl.fcntl(fd, fcntl.F_DUPFD, _ABOVE_WORKERS) for fd in sources]
        self._control.detach()  # its number may soon be the rpc socket's
        for place, descriptor in enumerate(high):
            os.dup2(descriptor, place, inheritable=False)
        os.closerange(len(high), _MOST_DESCRIPTORS)

    def _reap(self, pid: int, *, kill: bool) -> dict[str, Any]:
        """How a worker ended; it is killed first, or left alone while it is alive."""
        if pid not in self._workers:
            return {"code": None, "signal": None}
        if kill:
            os.kill(pid, signal.SIGKILL)
        found, status = os.waitpid(pid, 0 if kill else os.WNOHANG)
        if not found:
            return {"alive": True}
        self._workers.discard(pid)
        if self._prepared.rung == "D":
            self._end_orphans(pid)
        code = os.waitstatus_to_exitcode(status)
        return {"code": None, "signal": -code} if code < 0 else {"code": code, "signal": None}

    def _end_orphans(self, pid: int) -> None:
        """Kill what a worker of rung D left running."""
        with contextlib.suppress(ProcessLookupError):  # it may have left nobody in its group
            os.killpg(pid, signal.SIGKILL)
        while orphans := self._children() - self._workers:
            for orphan in orphans:
                os.kill(orphan, signal.SIGKILL)
                os.waitpid(orphan, 0)

    def _children(self) -> set[int]:
        me = os.getpid()
        try:
            names = Path(f"/proc/{me}/task/{me}/children").read_text("ascii").split()
        except FileNotFoundError:
            return set()  # a kernel built without that list
        return {int(name) for name in names}


def _receive(control: socket.socket) -> tuple[bytes, list[int]]:
    """The next request and its descriptors; nothing when the checker has hung up."""
    try:
        text, descriptors, _, _ = socket.recv_fds(control, _MOST_REQUEST, 3)
    except ConnectionResetError:
        return b"", []  # it left a reply unread
    return text, descriptors


def _send(
    control: socket.socket, reply: dict[str, Any], descriptors: list[int] | None = None
) -> None:
    """Send one reply; a checker that is gone is noticed by the next receive."""
    try:
        socket.send_fds(control, [json.dumps(reply).encode()], descriptors or [])
    except (BrokenPipeError, ConnectionResetError):
        return
