"""Namespaces and the file tree of rung A: a root that holds Python and NumPy, read-only.

The zygote enters once and pivots into a tmpfs; each worker then gets its own process
namespace and its own small /tmp. Must never mount a folder that holds checks, references or
submissions, and never leave a mount or a folder behind on the machine.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Final

from grader.sandbox.inside import identity, libc
from grader.sandbox.inside.loading import Loaded
from grader.sandbox.types import LayerFailed

# Not /tmp: the interpreter or NumPy may be installed below it, and would be hidden.
TMP: Final = Path("/scratch")
_HOST_NAME: Final = "worker"
_MOST_FILES: Final = 1024
_DEVICES: Final = ("null", "urandom")
_ALL_BUT_USER: Final = (
    libc.CLONE_NEWNS | libc.CLONE_NEWPID | libc.CLONE_NEWNET | libc.CLONE_NEWIPC | libc.CLONE_NEWUTS
)
_READ_ONLY: Final = libc.MOUNT_ATTR_RDONLY | libc.MOUNT_ATTR_NOSUID | libc.MOUNT_ATTR_NODEV
# Without NODEV, which would make the devices unusable.
_DEVICE: Final = libc.MOUNT_ATTR_RDONLY | libc.MOUNT_ATTR_NOSUID | libc.MOUNT_ATTR_NOEXEC


def enter(loaded: Loaded) -> int:
    """Move into new namespaces; the next child of this process is their process 1.

    Returns a descriptor of /proc for `own_process_namespace`. Raises `LayerFailed`.
    """
    proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    if identity.can_mount() and identity.can_become_nobody():
        # Nobody may not reach an interpreter below root's home: mount first, change after.
        _unshare("mount namespace", libc.CLONE_NEWNS)
        _build(loaded)
        identity.become_nobody()
        # A process that changed its user is not dumpable, and then does not own its uid_map.
        libc.prctl(libc.PR_SET_DUMPABLE, 1)
        _enter_user_namespace(proc)
    else:
        _enter_user_namespace(proc)
        _build(loaded)
    socket.sethostname(_HOST_NAME)
    return proc


def _unshare(layer: str, flags: int) -> None:
    try:
        libc.unshare(flags)
    except OSError as fault:
        raise LayerFailed(layer, str(fault)) from fault


def _enter_user_namespace(proc: int) -> None:
    uid, gid = os.geteuid(), os.getegid()
    _unshare("user namespaces", libc.CLONE_NEWUSER | _ALL_BUT_USER)
    texts = {
        "setgroups": "deny",
        "uid_map": f"{identity.NOBODY} {uid} 1",
        "gid_map": f"{identity.NOBODY} {gid} 1",
    }
    try:
        for name, text in texts.items():
            file = os.open(f"self/{name}", os.O_WRONLY | os.O_CLOEXEC, dir_fd=proc)
            try:
                os.write(file, text.encode())
            finally:
                os.close(file)
    except OSError as fault:
        raise LayerFailed("user namespaces", f"{name}: {fault.strerror}") from fault


def _build(loaded: Loaded) -> None:
    """Make a root of read-only mounts and pivot into it."""
    try:
        libc.make_mounts_private()
        paths = sorted({p for p in (loaded.stdlib, *loaded.packages) if p.is_dir()})
        # A path below another comes with it, unless it is in a folder that gets hidden.
        paths = [
            path
            for path in paths
            if not any(path.is_relative_to(other) for other in paths if other != path)
            or any(path.is_relative_to(hidden) for hidden in loaded.hidden)
        ]
        copies = {path: libc.detached_copy(str(path)) for path in paths}
        devices = {name: libc.detached_copy(f"/dev/{name}") for name in _DEVICES}
        # The dynamic loader looks there.
        loader = [link for link in map(Path, ("/lib", "/lib64")) if link.is_symlink()]
        links = {link.name: link.readlink() for link in loader}
        root = libc.detached_tmpfs("0755")
        # Any folder will do to hold it until the pivot; this one is there on every Linux.
        libc.attach_mount(root, "/proc")
        os.fchdir(root)
        for name, target in links.items():
            Path(name).symlink_to(target)
        _attach_folders(copies, loaded.hidden)
        Path("dev").mkdir()
        _inside(TMP).mkdir(exist_ok=True)
        for name, copy in devices.items():
            os.close(os.open(f"dev/{name}", os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC))
            libc.set_mount_attributes(copy, _DEVICE, below=False)
            libc.attach_mount(copy, f"dev/{name}")
        libc.pivot_to_working_folder()
        libc.set_mount_attributes(root, _READ_ONLY, below=False)
    except OSError as fault:
        raise LayerFailed("mount namespace", str(fault)) from fault
    for descriptor in (root, *copies.values(), *devices.values()):
        os.close(descriptor)


def _attach_folders(copies: dict[Path, int], hidden: tuple[Path, ...]) -> None:
    """Mount the copies at their own paths, with an empty folder over each hidden one."""
    masks = [path for path in hidden if any(path.is_relative_to(other) for other in copies)]
    empty = {path: libc.detached_tmpfs("0755") for path in masks}
    for path in sorted([*copies, *empty]):
        _inside(path).mkdir(parents=True, exist_ok=True)
        if path in copies:
            libc.set_mount_attributes(copies[path], _READ_ONLY, below=True)
        libc.attach_mount(copies[path] if path in copies else empty[path], str(_inside(path)))
    for descriptor in empty.values():
        libc.set_mount_attributes(descriptor, _READ_ONLY, below=False)
        os.close(descriptor)


def _inside(path: Path) -> Path:
    """Where a path will be once the working folder is the root."""
    return path.relative_to("/")


def own_process_namespace(proc: int) -> int:
    """A descriptor of the process namespace that the caller is in."""
    return os.open("self/ns/pid", os.O_RDONLY | os.O_CLOEXEC, dir_fd=proc)


def next_child_alone(own: int) -> None:
    """Make the next child process 1 of a new process namespace."""
    # After the first time the kernel refuses, unless one goes back to one's own first.
    libc.setns(own, libc.CLONE_NEWPID)
    libc.unshare(libc.CLONE_NEWPID)


def touch_tmp() -> None:
    """Set the times of this process's /scratch: the kernel notes when that was done, as ever."""
    os.utime(TMP, (0, 0))


def own_tmp(tmp_bytes: int) -> None:
    """Give this process a /scratch that no other worker sees or can fill; raises `LayerFailed`."""
    try:
        libc.unshare(libc.CLONE_NEWNS)
        flags = libc.MS_NOSUID | libc.MS_NODEV | libc.MS_NOEXEC
        options = f"size={tmp_bytes},nr_inodes={_MOST_FILES},mode=700"
        libc.mount_tmpfs(str(TMP), flags, options)
        os.chdir(TMP)
    except OSError as fault:
        raise LayerFailed("mount namespace", str(fault)) from fault
