"""Resource limits of a worker: memory, processor time, files, threads.

The only layer that every Unix has. Must run before capabilities are dropped and before
seccomp, and can only lower what the process had.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from grader.sandbox.types import LayerFailed, Limits

_UNLIMITED: Final = -1  # resource.RLIM_INFINITY on Linux and macOS


def current_size() -> int | None:
    """The bytes of address space this process has mapped, or None where nothing tells."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    except FileNotFoundError:
        return None
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def tasks_of(uid: int) -> int:
    """How many threads the user has on this machine: RLIMIT_NPROC counts them all together."""
    count = 0
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            if process.stat().st_uid == uid:
                count += len(list((process / "task").iterdir()))
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue  # ended while we looked, or not ours to count
    return count


def apply(limits: Limits, size: int | None, tasks: int, *, strict: bool) -> None:
    """Lower this process's limits; `size` and `tasks` are what is in use already.

    Raises `LayerFailed` when `strict`; otherwise a limit that the system does not take is
    left as it is (macOS refuses some).
    """
    import resource

    wanted = {
        "RLIMIT_CORE": (0, 0),
        # The soft limit comes first so that the signal says which limit it was.
        "RLIMIT_CPU": (limits.cpu_seconds, limits.cpu_seconds + 1),
        "RLIMIT_FSIZE": (limits.file_bytes, limits.file_bytes),
        "RLIMIT_NOFILE": (limits.open_files, limits.open_files),
        "RLIMIT_NPROC": (tasks + limits.processes, tasks + limits.processes),
    }
    if size is not None:
        wanted["RLIMIT_AS"] = (size + limits.memory_bytes, size + limits.memory_bytes)
    for name, (soft, hard) in wanted.items():
        which = getattr(resource, name, None)
        if which is None:
            continue
        try:
            most = resource.getrlimit(which)[1]
            if most != _UNLIMITED:
                soft, hard = min(soft, most), min(hard, most)
            resource.setrlimit(which, (soft, hard))
        except (OSError, ValueError) as fault:
            if strict:
                raise LayerFailed("rlimits", f"{name}: {fault}") from fault
