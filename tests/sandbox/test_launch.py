"""A sandbox's own life: its spare, a dead zygote, a killed checker, what cannot start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.errors import SandboxFailed
from grader.sandbox import Exit, Limits, Sandbox

from .conftest import HERE, alive, require, run

RUNGS = ("A", "B", "C", "D")


def sandbox(rung: str, **more: object) -> Sandbox:
    require(rung)
    return Sandbox(rung, entry="snippets:serve", python_path=[str(HERE)], **more)  # type: ignore[arg-type]


def below(pid: int) -> set[int]:
    """A process's children, and theirs."""
    found: set[int] = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == pid:
            child = int(stat.parent.name)
            found |= {child} | below(child)
    return found


def wait_until(happens: Callable[[], bool], seconds: float = 60.0) -> bool:
    deadline = time.monotonic() + seconds
    while not happens() and time.monotonic() < deadline:
        time.sleep(0.01)
    return happens()


@pytest.mark.parametrize("rung", RUNGS)
def test_closing_leaves_no_process(rung: str) -> None:
    before = below(os.getpid())
    with sandbox(rung) as box:
        workers = [box.spawn() for _ in range(3)]
        run(workers[0], "result = 1")
        mine = below(os.getpid()) - before
        assert {worker.pid for worker in workers} <= mine
    assert wait_until(lambda: not any(alive(pid) for pid in mine))
    for worker in workers:
        assert worker.kill() == Exit(None, signal.SIGKILL)
    with pytest.raises(SandboxFailed, match="closed"):
        box.spawn()


@pytest.mark.parametrize("rung", RUNGS)
def test_closing_leaves_no_descriptor(rung: str) -> None:
    before = set(Path("/proc/self/fd").iterdir())
    with sandbox(rung) as box, box.spawn() as worker:
        run(worker, "result = 1")
    assert set(Path("/proc/self/fd").iterdir()) <= before


@pytest.mark.parametrize("rung", RUNGS)
@pytest.mark.parametrize("busy", [False, True])
def test_killing_the_checker_leaves_no_process_and_no_mount(rung: str, busy: bool) -> None:
    require(rung)
    mounts = Path("/proc/self/mounts").read_text()
    code = f"""
    import sys, time
    from grader.sandbox import Sandbox
    box = Sandbox({rung!r}, entry="snippets:serve", python_path=[{str(HERE)!r}])
    worker = box.spawn()
    if {busy}:
        worker.rpc.sendall(b"while True: pass" + bytes(1))
    print(worker.pid, flush=True)
    time.sleep(60)
    """
    checker = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        stdout=subprocess.PIPE,
        cwd=HERE.parents[1],
    )
    with checker:
        assert checker.stdout is not None
        worker = int(checker.stdout.readline())
        time.sleep(0.1)  # the spare is on its way
        started = below(checker.pid)
        assert worker in started
        checker.send_signal(signal.SIGKILL)
    assert wait_until(lambda: not any(alive(pid) for pid in started))
    assert Path("/proc/self/mounts").read_text() == mounts


@pytest.mark.parametrize("rung", RUNGS)
def test_a_dead_zygote_is_replaced_and_its_workers_are_gone(rung: str) -> None:
    with sandbox(rung) as box:
        first = box.spawn()
        run(first, "result = 1")
        top = min(below(os.getpid()) & set(ancestors(first.pid)))
        tree = {top} | below(top)
        os.kill(top, signal.SIGKILL)
        assert wait_until(lambda: not any(alive(pid) for pid in tree - {top}))
        assert first.kill() == Exit(None, signal.SIGKILL)
        with box.spawn() as second:
            assert run(second, "result = 2") == 2


def ancestors(pid: int) -> list[int]:
    found = []
    while pid > 1:
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        found.append(pid)
    return found


@pytest.mark.parametrize("rung", RUNGS)
def test_a_dead_spare_is_not_handed_out(rung: str) -> None:
    with sandbox(rung) as box:
        with box.spawn() as first:
            zygote = ancestors(first.pid)[0]
            assert wait_until(lambda: len(below(zygote)) >= 2)
            (spare,) = below(zygote) - {first.pid}
            time.sleep(0.1)  # it is ready by now
            os.kill(spare, signal.SIGKILL)
            assert wait_until(lambda: not alive(spare))
        with box.spawn() as second:
            assert second.pid != spare
            assert run(second, "result = 3") == 3


def test_the_cold_spare_is_ended_with_the_sandbox() -> None:
    before = below(os.getpid())
    with sandbox("D", cold=True) as box, box.spawn() as worker:
        run(worker, "result = 1")
        mine = below(os.getpid()) - before
        assert len(mine) == 2
    assert wait_until(lambda: not any(alive(pid) for pid in mine))


def test_a_cold_worker_ends_when_its_checker_is_killed() -> None:
    code = f"""
    import time
    from grader.sandbox import Sandbox
    box = Sandbox("D", entry="snippets:serve", python_path=[{str(HERE)!r}], cold=True)
    worker = box.spawn()
    worker.rpc.sendall(b"while True: pass" + bytes(1))
    print(worker.pid, flush=True)
    time.sleep(60)
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, cwd=HERE.parents[1]
    ) as checker:
        assert checker.stdout is not None
        worker = int(checker.stdout.readline())
        checker.send_signal(signal.SIGKILL)
    assert wait_until(lambda: not alive(worker))


def test_limits_are_the_callers() -> None:
    limits = Limits(memory_bytes=64 << 20, open_files=10, cpu_seconds=5)
    with sandbox("A", limits=limits) as box, box.spawn() as worker:
        code = """
        import resource
        result = [resource.getrlimit(r)[0] for r in (resource.RLIMIT_NOFILE, resource.RLIMIT_CPU)]
        """
        assert run(worker, code) == [10, 5]
        run(worker, "x = bytearray(32 << 20)")
        with pytest.raises(Exception, match="MemoryError"):
            run(worker, "x = bytearray(65 << 20)")


@pytest.mark.parametrize("rung", ["A", "B", "C"])
def test_processor_time_is_bounded(rung: str) -> None:
    with sandbox(rung, limits=Limits(cpu_seconds=1)) as box, box.spawn() as worker:
        with pytest.raises(EOFError):
            run(worker, "while True: pass")
        found = worker.exit()
        assert found is not None
        assert found.signal in (signal.SIGXCPU, signal.SIGKILL)


@pytest.mark.parametrize("cold", [False, True])
def test_an_entry_that_is_not_there_is_our_fault(cold: bool) -> None:
    with Sandbox("D", entry="no_such_module:serve", cold=cold) as box:
        if cold:
            with box.spawn() as worker, pytest.raises(EOFError):
                run(worker, "result = 1")
            return
        for _ in range(2):
            with pytest.raises(SandboxFailed, match=r"no_such_module.*grade doctor"):
                box.spawn()


def test_a_rung_that_needs_linux_is_refused_cold() -> None:
    with pytest.raises(SandboxFailed, match="rung A needs Linux"):
        Sandbox("A", cold=True)


def test_a_secret_in_the_checkers_environment_does_not_cross(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CI_TOKEN", "s3cret")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    # Cold, because a warm worker may not even read what it was started with.
    with sandbox("D", cold=True) as box, box.spawn() as worker:
        assert "s3cret" not in str(run(worker, "import os; result = dict(os.environ)"))
        raw = run(worker, "result = open('/proc/self/environ').read()")
        assert "s3cret" not in str(raw)
