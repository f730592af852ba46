"""Processor time and peak memory of this process and of those that it started."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import programs

_TICK = os.sysconf("SC_CLK_TCK")
# A process counts the memory of the one that started it as its own until it is replaced: so
# commands are started by one that holds next to nothing.
_LAUNCHER = """
import os, resource, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
os.waitpid(pid, 0)
print("\\n%d" % resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def cpu_seconds() -> float:
    """User and system time of this process and all below it, the ended ones too.

    Workers are the zygote's children, and it lives on: what they took is in its account,
    which the usual calls do not show before it ends.
    """
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue  # it ended just now
        fields = text.rpartition(")")[2].split()
        pid = int(path.parent.name)
        parents[pid] = int(fields[1])
        ticks[pid] = sum(map(int, fields[11:15]))
    return sum(ticks[pid] for pid in ticks if _is_below(pid, parents)) / _TICK


def _is_below(pid: int, parents: Mapping[int, int]) -> bool:
    me = os.getpid()
    while pid in parents:
        if pid == me:
            return True
        pid = parents[pid]
    return False


def resident_mb() -> float:
    """The memory that this process holds now."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def peak_mb(
    command: Sequence[str], *, folder: Path, environment: Mapping[str, str] | None = None
) -> float:
    """The most memory that any one process of a command held."""
    launched = [sys.executable, "-I", "-S", "-c", _LAUNCHER, *command]
    return int(programs.run(launched, folder=folder, environment=environment).split()[-1]) / 1024
