"""The sandbox as the checker uses it: workers on demand, one always ready ahead of need.

One per checker process, and made after any fork of it: a copy of its sockets in another
process would keep the zygote alive. Must never run student code in this process.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from grader.closing import Closing
from grader.errors import SandboxFailed
from grader.sandbox import start
from grader.sandbox.cold import ColdStarter
from grader.sandbox.handle import Worker
from grader.sandbox.types import Limits, Plan
from grader.sandbox.warm import WarmStarter, ZygoteGone

if TYPE_CHECKING:
    from grader.results import Rung

ENTRY: Final = "grader.worker:serve"


class Sandbox(Closing):
    """Gives out workers of one rung; leaving its context ends all of them.

    `entry` is the "module:function" that a worker runs with its socket, found on the grader's
    own path or in the folders of `python_path`. `cold` forces a new process per worker
    (rung D), which is the only way where a warm process cannot be forked.
    """

    def __init__(
        self,
        rung: Rung,
        limits: Limits | None = None,
        *,
        entry: str = ENTRY,
        python_path: Sequence[str] = (),
        cold: bool | None = None,
    ) -> None:
        self.rung: Rung = rung
        self._cold = sys.platform != "linux" if cold is None else cold
        if self._cold and rung != "D":
            raise SandboxFailed(f"rung {rung} needs Linux: use rung D for code that you trust")
        self._plan = Plan(rung, limits or Limits(), entry, tuple(python_path), start.numpy_home())
        self._closed = False
        self._starter: WarmStarter | ColdStarter | None = None
        try:
            self._begin().request()
        except ZygoteGone:
            self._end()  # `spawn` starts another and says what is wrong

    def spawn(self, *, ahead: bool = True) -> Worker:
        """A fresh worker; raises `SandboxFailed` when there can be none.

        With `ahead` the next one is made meanwhile. A zygote that has died is replaced, once per
        call.
        """
        try:
            return self._next(ahead=ahead)
        except ZygoteGone:
            self._end()
        try:
            return self._next(ahead=ahead)
        except ZygoteGone as fault:
            self._end()
            raise SandboxFailed(
                f"the sandbox's zygote ended twice at rung {self.rung} ({fault}); "
                "run `grade doctor` to see what this machine offers"
            ) from fault

    def renew(self) -> None:
        """Have the next worker made when all that were killed are gone, and none before it.

        So what it starts with (the age of its folder, numbers that the system counts up) tells
        nothing of what the others were at. What keeps it from being made is told by `spawn`.
        """
        if self._starter is not None:
            try:
                self._starter.renew()
            except SandboxFailed:
                self._end()

    def spawn_selftest(self) -> Worker:
        """A worker that tries what its rung must refuse, in place of the entry.

        Raises `SandboxFailed`, also where workers are not forked from a warm process.
        """
        starter = self._starter or self._begin()
        if not isinstance(starter, WarmStarter):
            raise SandboxFailed("only a worker of a warm process can be tried")
        return starter.collect_selftest()

    @property
    def closed(self) -> bool:
        """Whether it gives out no more workers."""
        return self._closed

    def close(self) -> None:
        """End the zygote and every worker; may be repeated."""
        self._closed = True
        self._end()

    def _next(self, *, ahead: bool) -> Worker:
        starter = self._starter or self._begin()
        worker = starter.collect()
        try:
            if worker.exit() is not None:
                # It died while it waited (something on this machine killed it): not handed out.
                worker.kill()
                worker = starter.collect()
            if ahead:
                starter.request()
        except ZygoteGone:
            worker.kill()
            raise
        return worker

    def _begin(self) -> WarmStarter | ColdStarter:
        if self._closed:
            raise SandboxFailed("this sandbox is closed: make a new one")
        try:
            self._starter = ColdStarter(self._plan) if self._cold else WarmStarter(self._plan)
        except OSError as fault:
            raise SandboxFailed(f"no process for the sandbox could be started ({fault})") from fault
        return self._starter

    def _end(self) -> None:
        if self._starter is not None:
            self._starter.close()
            self._starter = None
