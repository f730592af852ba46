"""Who a worker is: nobody, without any capability, and unable to become more.

Must be the last to use privilege: after `drop` a process can only restrict itself further.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from grader.sandbox.inside import libc
from grader.sandbox.types import LayerFailed

NOBODY: Final = 65534
_LAST_CAPABILITY: Final = 63


def can_become_nobody() -> bool:
    """Whether this process is root enough to give its identity up for nobody's."""
    if os.geteuid() != 0 or not libc.permitted_capabilities() >> libc.CAP_SETUID & 1:
        return False
    lines = Path("/proc/self/uid_map").read_text("ascii").splitlines()
    ranges = [[int(word) for word in line.split()] for line in lines]
    return any(first <= NOBODY < first + count for first, _, count in ranges)


def can_mount() -> bool:
    """Whether this process may mount without a user namespace of its own."""
    return bool(libc.permitted_capabilities() >> libc.CAP_SYS_ADMIN & 1)


def reachable_by_nobody(paths: Iterable[Path]) -> bool:
    """Whether everybody may enter every folder on the way to these."""
    for path in paths:
        if not path.exists():
            continue
        for folder in (path, *path.parents):
            mode = folder.stat().st_mode
            if stat.S_ISDIR(mode) and not mode & stat.S_IXOTH:
                return False
    return True


def become_nobody(*, keep_capabilities: bool = False) -> None:
    """Change user and groups for good; raises `LayerFailed`."""
    try:
        libc.prctl(libc.PR_SET_KEEPCAPS, int(keep_capabilities))
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError as fault:
        raise LayerFailed("identity", str(fault)) from fault


def empty_bounding_set() -> None:
    """Let no later program of this process and its children gain a capability.

    Done once in the zygote: one call per capability is the dearest part of a worker's start.
    """
    if not libc.permitted_capabilities() >> libc.CAP_SETPCAP & 1:
        return
    for capability in range(_LAST_CAPABILITY + 1):
        try:
            libc.prctl(libc.PR_CAPBSET_DROP, capability)
        except OSError:
            return  # past the last one that this kernel knows


def drop(*, to_nobody: bool, kept: int = 0) -> None:
    """Give up identity and capabilities but those in the mask `kept`; raises `LayerFailed`."""
    try:
        if to_nobody:
            become_nobody(keep_capabilities=bool(kept))
        libc.prctl(libc.PR_CAP_AMBIENT, libc.PR_CAP_AMBIENT_CLEAR_ALL)
        libc.set_capabilities(kept)
        libc.prctl(libc.PR_SET_NO_NEW_PRIVS, 1)
        libc.prctl(libc.PR_SET_DUMPABLE, 0)
        if libc.permitted_capabilities() != kept:
            raise LayerFailed("identity", "capabilities are left after they were dropped")
    except OSError as fault:
        raise LayerFailed("identity", str(fault)) from fault
