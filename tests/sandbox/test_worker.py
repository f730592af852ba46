"""The life of a worker, at every rung and cold: answer, print, end, be killed."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable

import pytest

from grader.sandbox import Exit, Worker

from .conftest import alive, run

Spawn = Callable[..., Worker]
MANNERS = [("A", False), ("B", False), ("C", False), ("D", False), ("D", True)]
every = pytest.mark.parametrize(("rung", "cold"), MANNERS)


# What takes milliseconds takes seconds on a busy machine; only a failure waits this long.
PATIENCE = 60.0


def ended(worker: Worker, seconds: float = PATIENCE) -> Exit | None:
    """What `exit` says once the worker has ended."""
    deadline = time.monotonic() + seconds
    while (found := worker.exit()) is None and time.monotonic() < deadline:
        time.sleep(0.01)
    return found


def printed(descriptor: int | None, seconds: float = PATIENCE) -> bytes:
    assert descriptor is not None
    select.select([descriptor], [], [], seconds)
    return os.read(descriptor, 1 << 16)


@every
def test_a_worker_answers_and_is_alive_until_it_is_killed(
    spawn: Spawn, rung: str, cold: bool
) -> None:
    worker = spawn(rung, cold=cold)
    assert run(worker, "import numpy as np; result = int(np.arange(5).sum())") == 10
    assert worker.exit() is None
    assert alive(worker.pid)
    assert worker.kill() == Exit(None, signal.SIGKILL)
    assert not alive(worker.pid)
    assert worker.kill() == worker.exit() == Exit(None, signal.SIGKILL)


@every
def test_one_that_is_not_waited_for_is_gone_all_the_same(
    spawn: Spawn, rung: str, cold: bool
) -> None:
    pids = []
    for _ in range(5):
        worker = spawn(rung, cold=cold)
        pids.append(worker.pid)
        run(worker, "result = 1")
        assert worker.kill(wait=False) == Exit(None, signal.SIGKILL)
        assert worker.kill() == worker.exit() == Exit(None, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while any(map(alive, pids)):
        assert time.monotonic() < deadline, "a killed worker lives on"
        time.sleep(0.01)
    assert run(spawn(rung, cold=cold), "result = 2") == 2


@every
def test_killing_closes_every_end(spawn: Spawn, rung: str, cold: bool) -> None:
    worker = spawn(rung, cold=cold)
    assert worker.stdout is not None
    before = os.fstat(worker.stdout).st_ino
    with worker:
        pass
    assert worker.rpc.fileno() == -1
    try:
        assert os.fstat(worker.stdout).st_ino != before
    except OSError as fault:
        assert fault.errno == 9  # noqa: PT017


@every
def test_output_arrives_line_by_line(spawn: Spawn, rung: str, cold: bool) -> None:
    worker = spawn(rung, cold=cold)
    run(worker, "import sys; print('to out'); print('to err', file=sys.stderr)")
    assert printed(worker.stdout) == b"to out\n"
    assert printed(worker.stderr) == b"to err\n"


@every
def test_no_input_can_be_read(spawn: Spawn, rung: str, cold: bool) -> None:
    assert run(spawn(rung, cold=cold), "import os; result = len(os.read(0, 10))") == 0


@every
@pytest.mark.parametrize(
    ("code", "want"),
    [
        ("import os; os._exit(0)", Exit(0, None)),
        ("import os; os._exit(7)", Exit(7, None)),
        ("import ctypes; ctypes.string_at(0)", Exit(None, signal.SIGSEGV)),
    ],
)
def test_how_it_ended_is_told(spawn: Spawn, rung: str, cold: bool, code: str, want: Exit) -> None:
    worker = spawn(rung, cold=cold)
    with pytest.raises(EOFError):
        run(worker, code)
    assert worker.exit() == want
    assert worker.kill() == want


@every
def test_abort_ends_it(spawn: Spawn, rung: str, cold: bool) -> None:
    worker = spawn(rung, cold=cold)
    with pytest.raises(EOFError):
        run(worker, "import os; os.abort()")
    # Process 1 of a namespace ignores its own SIGABRT; the C library then makes it fault.
    found = worker.exit()
    assert found is not None
    assert found.signal in (signal.SIGABRT, signal.SIGSEGV, signal.SIGILL)


@every
def test_a_closed_rpc_does_not_hide_a_living_worker(spawn: Spawn, rung: str, cold: bool) -> None:
    worker = spawn(rung, cold=cold)
    with pytest.raises(EOFError):
        run(worker, "import os, time; os.close(3); time.sleep(60)")
    assert worker.exit() is None
    assert worker.kill() == Exit(None, signal.SIGKILL)


@every
def test_one_that_ignores_signals_and_loops_in_c_dies(spawn: Spawn, rung: str, cold: bool) -> None:
    worker = spawn(rung, cold=cold)
    code = """
    import signal
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    result = 1
    """
    assert run(worker, code) == 1
    with pytest.raises(TimeoutError):
        run(worker, "10 ** 10 ** 8", seconds=0.2)
    start = time.monotonic()
    assert worker.kill() == Exit(None, signal.SIGKILL)
    assert time.monotonic() - start < PATIENCE


@every
def test_pidfd_tells_of_its_death(spawn: Spawn, rung: str, cold: bool) -> None:
    worker = spawn(rung, cold=cold)
    run(worker, "result = 1")
    if worker.pidfd is None:
        pytest.skip("this kernel has no pidfd")
    assert select.select([worker.pidfd], [], [], 0)[0] == []
    with pytest.raises(EOFError):
        run(worker, "import os; os._exit(0)")
    assert select.select([worker.pidfd], [], [], PATIENCE)[0] == [worker.pidfd]


@every
def test_it_ends_when_the_checker_hangs_up(spawn: Spawn, rung: str, cold: bool) -> None:
    worker = spawn(rung, cold=cold)
    run(worker, "result = 1")
    worker.rpc.shutdown(2)
    assert ended(worker) == Exit(0, None)


def test_what_a_worker_of_rung_d_started_dies_with_it(spawn: Spawn) -> None:
    worker = spawn("D")
    code = """
    import os, time
    result = []
    for leave in (False, True):
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            if leave:
                os.setsid()
            os.write(writer, b"x")
            time.sleep(60)
            os._exit(0)
        os.read(reader, 1)
        result.append(child)
    """
    children = run(worker, code)
    assert isinstance(children, list)
    worker.kill()
    deadline = time.monotonic() + PATIENCE
    while any(alive(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(alive(child) for child in children)
