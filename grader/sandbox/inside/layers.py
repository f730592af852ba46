"""The order in which each rung's layers go on: once in the zygote, then in every worker.

A layer that cannot be put on raises `LayerFailed` and nothing runs: a rung is never less than
its name says. Rung A is namespaces, landlock, seccomp and limits; B leaves the namespaces out,
C landlock too; D has limits only and is not a sandbox.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.sandbox.inside import identity, landlock, libc, namespaces, rlimits, seccomp
from grader.sandbox.inside.loading import Loaded
from grader.sandbox.types import LayerFailed, Limits, Plan

if TYPE_CHECKING:
    from grader.results import Rung


@dataclass(frozen=True)
class Groundwork:
    """What the zygote found out or opened once, for all its workers."""

    rung: Rung
    limits: Limits
    size: int | None
    tasks: int
    to_nobody: bool
    kept: int  # mask of capabilities that a worker keeps
    rules: int | None  # landlock rules that are the same for every worker


def measure(plan: Plan, loaded: Loaded) -> Groundwork:
    """Decide, before any layer is on, what each worker will need."""
    rung = plan.rung
    to_nobody, kept = rung != "A" and identity.can_become_nobody(), 0
    if to_nobody and not identity.reachable_by_nobody((loaded.stdlib, *loaded.packages)):
        if rung == "B":
            # Landlock leaves only Python's own folders to read: this opens the way to them.
            kept = 1 << libc.CAP_DAC_READ_SEARCH
        elif rung == "D":
            to_nobody = False
    if rung != "D":
        seccomp.make_ready(rung)
    uid = identity.NOBODY if to_nobody else os.geteuid()
    return Groundwork(
        rung=rung,
        limits=plan.limits,
        size=rlimits.current_size(),
        # In a user namespace of its own nobody else is counted.
        tasks=0 if rung == "A" else rlimits.tasks_of(uid),
        to_nobody=to_nobody,
        kept=kept,
        rules=landlock.ruleset(_readable(loaded)) if rung == "B" else None,
    )


def _readable(loaded: Loaded) -> list[tuple[Path, int]]:
    """Rules for the standard library without the packages below it, NumPy and libraries."""
    rules = [(path, landlock.READ) for path in loaded.packages]
    if not loaded.hidden:
        return [*rules, (loaded.stdlib, landlock.READ)]
    inside = sorted(loaded.stdlib.iterdir())
    rules += [(path, landlock.READ) for path in inside if path not in loaded.hidden]
    return [*rules, (loaded.stdlib, landlock.LIST)]


def put_on(prepared: Groundwork, zygote: int, rules: int) -> None:
    """Put every layer of the rung on this worker, for good; raises `LayerFailed`.

    `zygote` is its parent, `rules` its descriptor of `prepared.rules` if there are any.
    """
    rung = prepared.rung
    os.umask(0o077)
    if rung == "A":
        namespaces.own_tmp(prepared.limits.tmp_bytes)
    else:
        os.chdir("/")
    rlimits.apply(prepared.limits, prepared.size, prepared.tasks, strict=rung != "D")
    identity.drop(to_nobody=prepared.to_nobody, kept=prepared.kept)
    if rung != "A":
        _die_with(zygote)
    if rung == "A":
        writable = [(path, landlock.WRITE) for path in (namespaces.TMP, Path("/dev/null"))]
        landlock.restrict(landlock.ruleset([(Path("/"), landlock.READ), *writable]))
    elif prepared.rules is not None:
        landlock.restrict(rules)
    if rung != "D":
        seccomp.restrict(rung)


def begin(prepared: Groundwork) -> None:
    """Have what this worker has of its own look as if it were made now, when it is first used.

    It may have waited for its turn, and how long would tell what others were at.
    """
    if prepared.rung == "A":
        namespaces.touch_tmp()


def _die_with(zygote: int) -> None:
    """Have the kernel kill this process when its zygote ends; a change of user undoes it."""
    libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != zygote:
        raise LayerFailed("identity", "the zygote ended while a worker was starting")
