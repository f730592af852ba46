"""The system calls a worker may make: an allow-list as a classic BPF program.

What is not on the list fails with EPERM (or ENOSYS, where a C library then falls back on an
older call); a call of another architecture's table kills. The filter only ever gets narrower
inside a worker, so it is put on last. Must never look at what student code is or asks for.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from grader.sandbox.inside import libc, syscalls
from grader.sandbox.types import LayerFailed

if TYPE_CHECKING:
    from grader.results import Rung


_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER_AT, _ARCH_AT, _ARGUMENTS_AT = 0, 4, 16
_X32_BIT: Final = 0x40000000
_SET_MODE_FILTER, _GET_ACTION_AVAILABLE = 1, 2
_WHOLE: Final = 0xFFFFFFFF
_AT_EMPTY_PATH: Final = 0x1000
# FIONBIO, FIOCLEX, FIONCLEX, FIONREAD, and what isatty and the terminal's size ask.
_IOCTLS: Final = (0x5421, 0x5451, 0x5450, 0x541B, 0x5401, 0x5413)
# F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC. F_SETOWN would let the kernel
# send signals to others.
_FCNTLS: Final = (0, 1, 2, 3, 4, 1030)
_PR_SET_NAME, _PR_GET_NAME = 15, 16
# MADV_NORMAL, _DONTNEED, _FREE, _HUGEPAGE, _NOHUGEPAGE: what allocators ask. Others put pages
# of shared files out of memory, or merge those of several processes.
_MADVICES: Final = (0, 4, 8, 14, 15)


@dataclass(frozen=True)
class Rule:
    """Allow a call only when an argument, masked, is one of these values."""

    argument: int
    mask: int
    values: tuple[int, ...]


def rules(rung: Rung, pid: int) -> dict[str, Rule]:
    """The calls that are allowed for some arguments only; `pid` is the worker's own."""
    found = {
        "kill": Rule(0, _WHOLE, (pid,)),
        "tgkill": Rule(0, _WHOLE, (pid,)),
        "prlimit64": Rule(0, _WHOLE, (0, pid)),
        "prctl": Rule(0, _WHOLE, (_PR_SET_NAME, _PR_GET_NAME)),
        "madvise": Rule(2, _WHOLE, _MADVICES),
        "ioctl": Rule(1, _WHOLE, _IOCTLS),
        "fcntl": Rule(1, _WHOLE, _FCNTLS),
    }
    if rung == "B":
        # Landlock before version 3 does not bound truncation, so only plain reading may open.
        changes = os.O_ACCMODE | os.O_CREAT | os.O_TRUNC | os.O_APPEND
        found["openat"] = Rule(2, changes, (os.O_RDONLY,))
        found["open"] = Rule(1, changes, (os.O_RDONLY,))
    if rung == "C":
        # The C library's fstat of an open file.
        found["newfstatat"] = Rule(3, _WHOLE, (_AT_EMPTY_PATH,))
    return found


def allowed(rung: Rung) -> frozenset[str]:
    """The calls that are allowed whatever their arguments."""
    groups = [syscalls.PROCESS, syscalls.MEMORY, syscalls.DESCRIPTORS]
    if rung in ("A", "B"):
        groups.append(syscalls.READ_PATHS)
    if rung == "A":
        groups += [syscalls.WRITE_PATHS, "open openat"]
    return frozenset(name for group in groups for name in group.split())


@functools.cache
def program(rung: Rung, machine: str, pid: int) -> bytes:
    """The filter as `struct sock_filter` records."""
    code = bytearray()

    def emit(operation: int, value: int, if_true: int = 0, if_false: int = 0) -> None:
        code.extend(struct.pack("=HBBI", operation, if_true, if_false, value))

    emit(_LOAD, _ARCH_AT)
    emit(_JUMP_EQUAL, syscalls.AUDIT_ARCH[machine], 1, 0)
    emit(_RETURN, _KILL)
    emit(_LOAD, _NUMBER_AT)
    emit(_JUMP_AT_LEAST, _X32_BIT, 0, 1)
    emit(_RETURN, _KILL)
    for name in sorted(allowed(rung)):
        number = syscalls.number(name, machine)
        if number is not None:
            emit(_JUMP_EQUAL, number, 0, 1)
            emit(_RETURN, _ALLOW)
    for name, rule in sorted(rules(rung, pid).items()):
        number = syscalls.number(name, machine)
        if number is None:
            continue
        emit(_JUMP_EQUAL, number, 0, 3 + 2 * len(rule.values))
        # The kernel reads these arguments as 32 bits; both machines are little-endian.
        emit(_LOAD, _ARGUMENTS_AT + 8 * rule.argument)
        emit(_AND, rule.mask)
        for value in rule.values:
            emit(_JUMP_EQUAL, value, 0, 1)
            emit(_RETURN, _ALLOW)
        emit(_RETURN, _ERRNO | errno.EPERM)
    emit(_JUMP_AT_LEAST, syscalls.FIRST_COMMON, 0, 1)
    emit(_RETURN, _ERRNO | errno.ENOSYS)
    emit(_RETURN, _ERRNO | errno.EPERM)
    return bytes(code)


def available() -> str:
    """Why there is no seccomp here, or "" when there is."""
    if syscalls.machine() is None:
        return "the system calls of this processor are not in the table"
    action = ctypes.create_string_buffer(struct.pack("=I", _ERRNO), 4)
    try:
        libc.syscall("seccomp", _GET_ACTION_AVAILABLE, 0, action)
    except OSError as fault:
        return str(fault)
    return ""


def make_ready(rung: Rung) -> None:
    """Have the filter of process 1, which every worker of rung A is, ready before the fork."""
    machine = syscalls.machine()
    if rung == "A" and machine is not None:
        program(rung, machine, 1)


def restrict(rung: Rung) -> None:
    """Put the filter on this process for good; needs no_new_privs. Raises `LayerFailed`."""
    machine = syscalls.machine()
    if machine is None:
        raise LayerFailed("seccomp", "the system calls of this processor are not in the table")
    code = program(rung, machine, os.getpid())
    records = ctypes.create_string_buffer(code, len(code))
    # struct sock_fprog: the count, padded to a pointer's alignment, and the address.
    whole = ctypes.create_string_buffer(
        struct.pack("@HP", len(code) // 8, ctypes.addressof(records))
    )
    try:
        libc.syscall("seccomp", _SET_MODE_FILTER, 0, whole)
    except OSError as fault:
        raise LayerFailed("seccomp", str(fault)) from fault
