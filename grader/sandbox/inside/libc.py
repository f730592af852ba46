"""The few Linux calls that Python 3.11 does not offer, through ctypes.

Each function does one call and raises `OSError` when the kernel refuses. It must never decide
anything, and must not be imported where there is no Linux C library.
"""

from __future__ import annotations

import ctypes
import functools
import os
import struct
from collections.abc import Callable
from typing import Final

from grader.sandbox.inside import syscalls

CLONE_NEWNS: Final = 0x00020000
CLONE_NEWUTS: Final = 0x04000000
CLONE_NEWIPC: Final = 0x08000000
CLONE_NEWUSER: Final = 0x10000000
CLONE_NEWPID: Final = 0x20000000
CLONE_NEWNET: Final = 0x40000000
PR_SET_PDEATHSIG: Final = 1
PR_SET_DUMPABLE: Final = 4
PR_SET_KEEPCAPS: Final = 8
PR_CAPBSET_DROP: Final = 24
PR_SET_CHILD_SUBREAPER: Final = 36
PR_SET_NO_NEW_PRIVS: Final = 38
PR_CAP_AMBIENT: Final = 47
PR_CAP_AMBIENT_CLEAR_ALL: Final = 4
CAP_DAC_READ_SEARCH: Final = 2
CAP_SETUID: Final = 7
CAP_SETPCAP: Final = 8
CAP_SYS_ADMIN: Final = 21
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 2, 4, 8, 1 << 14, 1 << 18
MNT_DETACH: Final = 2
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV, MOUNT_ATTR_NOEXEC = 1, 2, 4, 8
_AT_FDCWD: Final = -100
_AT_EMPTY_PATH: Final = 0x1000
_AT_RECURSIVE: Final = 0x8000
_OPEN_TREE_CLONE: Final = 1
_MOVE_MOUNT_F_EMPTY_PATH: Final = 4
_FSCONFIG_SET_STRING, _FSCONFIG_CMD_CREATE = 1, 6
_CAPABILITY_VERSION: Final = 0x20080522
Argument = int | bytes | None


def _checked(result: int, name: str) -> int:
    if result < 0:
        fault = ctypes.get_errno()
        raise OSError(fault, f"{name}: {os.strerror(fault)}")
    return result


def _call(name: str, *arguments: Argument | ctypes.Array[ctypes.c_char]) -> int:
    """Call a function of the C library; integers go as C longs."""
    function = _function(name)
    given = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return _checked(int(function(*given)), name)


@functools.cache
def _function(name: str) -> Callable[..., int]:
    """A function of the C library: looked up in the zygote, so that workers need not."""
    function = getattr(ctypes.CDLL(None, use_errno=True), name)
    function.restype = ctypes.c_long if name == "syscall" else ctypes.c_int
    found: Callable[..., int] = function
    return found


def syscall(name: str, *arguments: Argument | ctypes.Array[ctypes.c_char]) -> int:
    """Make a system call by name; raises OSError, also where its number is not known."""
    machine = syscalls.machine()
    number = None if machine is None else syscalls.number(name, machine)
    if number is None:
        raise OSError(38, f"{name}: no number is known for this machine")
    try:
        return _call("syscall", number, *arguments)
    except OSError as fault:
        raise OSError(fault.errno, f"{name}: {os.strerror(fault.errno or 0)}") from None


def prctl(option: int, *arguments: int) -> int:
    """prctl(2)."""
    padded = (*arguments, 0, 0, 0, 0)[:4]
    return _call("prctl", option, *padded)


def current_core() -> int:
    """The number of the core that this process runs on."""
    return _call("sched_getcpu")


def unshare(flags: int) -> None:
    """unshare(2)."""
    _call("unshare", flags)


def setns(descriptor: int, kind: int) -> None:
    """setns(2)."""
    _call("setns", descriptor, kind)


def make_mounts_private() -> None:
    """Keep mounts made from here on out of every other mount namespace."""
    _call("mount", None, b"/", None, MS_REC | MS_PRIVATE, None)


def mount_tmpfs(target: str, flags: int, options: str) -> None:
    """Mount an empty tmpfs on a folder."""
    _call("mount", b"tmpfs", target.encode(), b"tmpfs", flags, options.encode())


def detached_tmpfs(mode: str) -> int:
    """A descriptor of a new tmpfs that is not mounted anywhere yet."""
    context = syscall("fsopen", b"tmpfs\0", 0)
    try:
        syscall("fsconfig", context, _FSCONFIG_SET_STRING, b"mode\0", mode.encode() + b"\0", 0)
        syscall("fsconfig", context, _FSCONFIG_CMD_CREATE, None, None, 0)
        return syscall("fsmount", context, 0, 0)
    finally:
        os.close(context)


def detached_copy(path: str) -> int:
    """A descriptor of a copy of the mounts at `path`, not mounted anywhere yet."""
    flags = _OPEN_TREE_CLONE | _AT_RECURSIVE | os.O_CLOEXEC
    return syscall("open_tree", _AT_FDCWD, path.encode() + b"\0", flags)


def set_mount_attributes(descriptor: int, attributes: int, *, below: bool) -> None:
    """Add attributes (MOUNT_ATTR_*) to a descriptor's mount, and to those `below` it."""
    size = 32
    given = ctypes.create_string_buffer(struct.pack("=QQQQ", attributes, 0, 0, 0), size)
    flags = _AT_EMPTY_PATH | (_AT_RECURSIVE if below else 0)
    syscall("mount_setattr", descriptor, b"\0", flags, given, size)


def attach_mount(descriptor: int, target: str) -> None:
    """Mount what a descriptor holds detached on a path (relative to the working folder)."""
    path = target.encode() + b"\0"
    syscall("move_mount", descriptor, b"\0", _AT_FDCWD, path, _MOVE_MOUNT_F_EMPTY_PATH)


def pivot_to_working_folder() -> None:
    """Make the working folder the root, and detach all that was mounted before."""
    syscall("pivot_root", b".\0", b".\0")
    _call("umount2", b".", MNT_DETACH)
    os.chdir("/")


def permitted_capabilities() -> int:
    """This process's permitted capabilities, as a mask."""
    header = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITY_VERSION, 0), 8)
    data = ctypes.create_string_buffer(24)
    syscall("capget", header, data)
    _, low, _, _, high, _ = struct.unpack("=6I", data.raw)
    return int(low | high << 32)


def set_capabilities(mask: int) -> None:
    """Keep only these capabilities, effective and permitted; none can be inherited."""
    header = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITY_VERSION, 0), 8)
    low, high = mask & 0xFFFFFFFF, mask >> 32
    data = ctypes.create_string_buffer(struct.pack("=6I", low, low, 0, high, high, 0), 24)
    syscall("capset", header, data)
