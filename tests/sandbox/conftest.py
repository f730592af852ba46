"""Fixtures: a sandbox per rung that this machine has, and a way to run code in a worker."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from grader.sandbox import Sandbox, Worker
from grader.sandbox.probing import try_rung

HERE = Path(__file__).parent


class Raised(Exception):
    """The snippet raised; `kinds` are the names of its exception's classes."""

    def __init__(self, kinds: list[str], text: str) -> None:
        super().__init__(f"{kinds[0]}: {text}")
        self.kinds = kinds


def run(worker: Worker, code: str, seconds: float = 20.0) -> object:
    """The `result` that a snippet sets; raises `Raised`, or EOFError when the worker dies."""
    worker.rpc.settimeout(seconds)
    try:
        worker.rpc.sendall(textwrap.dedent(code).encode() + b"\0")
        answer = b""
        while not answer.endswith(b"\0"):
            part = worker.rpc.recv(1 << 16)
            if not part:
                raise EOFError
            answer += part
    except ConnectionError as fault:
        raise EOFError from fault
    reply = json.loads(answer[:-1])
    if "raised" in reply:
        raise Raised(reply["raised"], reply["text"])
    return reply["result"]


def alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be reaped does not (Linux)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in ("Z", "X")


@cache
def why_not(rung: str) -> str:
    """Why this machine cannot run a rung, or ""."""
    if sys.platform != "linux":
        return "" if rung == "D" else "needs Linux"
    failed = None if rung == "D" else try_rung(rung)
    return "" if failed is None else failed[1]


def require(rung: str) -> None:
    if why_not(rung):
        pytest.skip(f"rung {rung}: {why_not(rung)}")


@pytest.fixture(scope="session")
def open_sandbox() -> Iterator[Callable[..., Sandbox]]:
    """Make sandboxes that run snippets, one per rung and manner."""
    made: dict[tuple[str, bool], Sandbox] = {}

    def get(rung: str, *, cold: bool = False) -> Sandbox:
        require(rung)
        if (rung, cold) not in made:
            made[rung, cold] = Sandbox(
                rung, entry="snippets:serve", python_path=[str(HERE)], cold=cold
            )
        return made[rung, cold]

    yield get
    for sandbox in made.values():
        sandbox.close()


@pytest.fixture
def spawn(open_sandbox: Callable[..., Sandbox]) -> Iterator[Callable[..., Worker]]:
    """Spawn workers; they are killed when the test ends."""
    workers: list[Worker] = []

    def one(rung: str, *, cold: bool = False) -> Worker:
        workers.append(open_sandbox(rung, cold=cold).spawn())
        return workers[-1]

    yield one
    for worker in workers:
        worker.kill()
