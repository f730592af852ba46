"""What this machine offers: the best rung that really works, and why not a better one.

Each rung is tried whole, with a worker that tries what the rung must refuse: a kernel may let a
first step pass and refuse the last. Must never report a rung that was not seen to hold.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from grader.errors import NoSafeSandbox, SandboxFailed
from grader.sandbox.launch import Sandbox
from grader.sandbox.types import Layer, Limits, Probe
from grader.sandbox.warm import ForkFailed

if TYPE_CHECKING:
    from grader.results import Rung

SAFE_RUNGS: tuple[Rung, ...] = ("A", "B", "C")


def best_rung(allow_unsafe: bool) -> Rung:
    """The best rung that works here. Raises `NoSafeSandbox` if only D does and may not."""
    with best_sandbox(allow_unsafe) as sandbox:
        return sandbox.rung


def best_sandbox(allow_unsafe: bool, limits: Limits | None = None) -> Sandbox:
    """A sandbox of the best rung that works here. Raises `NoSafeSandbox` as `best_rung`."""
    if sys.platform == "linux":
        for rung in SAFE_RUNGS:
            with contextlib.ExitStack() as stack, contextlib.suppress(SandboxFailed):
                sandbox = stack.enter_context(Sandbox(rung, limits))
                if try_sandbox(sandbox) is None:
                    stack.pop_all()
                    return sandbox
    if allow_unsafe:
        return Sandbox("D", limits)
    raise NoSafeSandbox(
        "No sandbox works on this machine, so students' code would run with your rights. "
        "Run `grade doctor` to see why; to go on all the same, with code that you trust, "
        "give --allow-unsafe."
    )


_ANSWER_SECONDS: Final = 20.0
_MOST_ANSWER: Final = 1 << 16
_NOT_LINUX: Final = "this is not Linux"
_USE_LINUX: Final = "grade on Linux, in a container or in a virtual machine"
# The system's switches for user namespaces: a file, the value that forbids, what to do.
_SWITCHES: Final = (
    (
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
        "1",
        "run `sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`",
    ),
    (
        "/proc/sys/kernel/unprivileged_userns_clone",
        "0",
        "run `sudo sysctl -w kernel.unprivileged_userns_clone=1`",
    ),
    (
        "/proc/sys/user/max_user_namespaces",
        "0",
        "run `sudo sysctl -w user.max_user_namespaces=10000`",
    ),
)


def probe() -> Probe:
    """Try the rungs from the best down; the first that holds is this machine's."""
    if sys.platform != "linux":
        layers = [Layer(name, False, _NOT_LINUX, _USE_LINUX) for name in _LINUX_ONLY]
        return Probe("D", (*layers, _rlimits()))
    landlock, seccomp = _landlock(), _seccomp()
    failed: tuple[str, str] | None = ("seccomp", seccomp.why_not)
    best: Rung = "D"
    # A rung without its layer is not tried: starting a zygote costs a third of a second.
    candidates: list[Rung] = ["A"] if landlock.available and seccomp.available else []
    candidates += ["B"] if candidates else []
    candidates += ["C"] if seccomp.available else []
    why_not_a = failed if not candidates else ("landlock", landlock.why_not)
    for rung in candidates:
        failed = try_rung(rung)
        if failed is None:
            best = rung
            break
        if rung == "A":
            why_not_a = failed
    namespaces = _namespaces(None if best == "A" else why_not_a)
    return Probe(best, (*namespaces, landlock, seccomp, _rlimits(), _pidfd()))


_LINUX_ONLY: Final = ("user namespaces", "mount namespace", "landlock", "seccomp", "pidfd")


def try_rung(rung: Rung) -> tuple[str, str] | None:
    """Run a worker at a rung: None if it holds, else the layer that failed and why."""
    try:
        with Sandbox(rung, Limits()) as sandbox:
            return try_sandbox(sandbox)
    except SandboxFailed as fault:
        return "start", str(fault)


def try_sandbox(sandbox: Sandbox) -> tuple[str, str] | None:
    """Run a worker of this sandbox: None if its rung holds, else what failed and why."""
    try:
        with sandbox.spawn_selftest() as worker:
            escapes = _ask(worker.rpc)
    except ForkFailed as fault:
        return fault.layer, fault.reason
    except (SandboxFailed, OSError, ValueError) as fault:
        return "start", str(fault)
    if escapes:
        return "seccomp", f"a worker could {' and '.join(escapes)}"
    return None


def _ask(rpc: socket.socket) -> list[str]:
    rpc.settimeout(_ANSWER_SECONDS)
    rpc.sendall(b"?")
    answer = b""
    while not answer.endswith(b"\n") and len(answer) < _MOST_ANSWER:
        part = rpc.recv(_MOST_ANSWER)
        if not part:
            raise ValueError("the worker died before it answered")
        answer += part
    escapes = json.loads(answer)["escapes"]
    return [str(escape) for escape in escapes]


def _namespaces(failed: tuple[str, str] | None) -> list[Layer]:
    """The two layers that only a whole run at rung A can tell about."""
    names = ["user namespaces", "mount namespace"]
    if failed is None:
        return [Layer(name, True, "", "") for name in names]
    where, why = failed
    if where == "mount namespace":
        remedy = "in a container, add `--security-opt seccomp=unconfined` or grade outside of it"
        return [Layer(names[0], True, "", ""), Layer(names[1], False, why, remedy)]
    if where == "user namespaces":
        return [
            Layer(names[0], False, why, _userns_remedy()),
            Layer(names[1], False, "it needs user namespaces", _userns_remedy()),
        ]
    why = f"not tried to the end: {why}"
    return [Layer(name, False, why, f"see to {where} first") for name in names]


def _userns_remedy() -> str:
    for file, value, remedy in _SWITCHES:
        if Path(file).exists() and Path(file).read_text("ascii").strip() == value:
            return remedy
    return "in a container, allow `unshare` (`--security-opt seccomp=unconfined`)"


def _landlock() -> Layer:
    from grader.sandbox.inside import landlock

    why = landlock.available()
    remedy = "use a kernel from 5.13 on, with `landlock` in its `lsm=` list" if why else ""
    return Layer("landlock", not why, why, remedy)


def _seccomp() -> Layer:
    from grader.sandbox.inside import seccomp

    why = seccomp.available()
    remedy = "use a kernel with CONFIG_SECCOMP_FILTER on x86_64 or aarch64" if why else ""
    return Layer("seccomp", not why, why, remedy)


def _rlimits() -> Layer:
    has = sys.platform != "win32"
    return Layer("rlimits", has, "" if has else "Windows has none", "" if has else _USE_LINUX)


def _pidfd() -> Layer:
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError as fault:
        return Layer("pidfd", False, str(fault), "use a kernel from 5.3 on")
    return Layer("pidfd", True, "", "")
