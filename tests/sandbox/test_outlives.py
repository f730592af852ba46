"""Nothing that a worker does can be seen by the one after it, or by the one beside it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.sandbox import Sandbox, Worker

from .conftest import HERE, Raised, require, run

Spawn = Callable[..., Worker]
SAFE = ("A", "B", "C")

NULL = """
import fcntl, os
flags = fcntl.fcntl(0, fcntl.F_GETFL)
position = os.lseek(0, 0, os.SEEK_CUR)
result = [flags, position]
"""
SET_NULL = """
import fcntl, os
fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_NONBLOCK | os.O_APPEND)
"""
LOCK = """
import fcntl, os
fcntl.flock({where}, fcntl.LOCK_EX | fcntl.LOCK_NB)
"""
PIPES = """
import os
for _ in range(100):
    for end in os.pipe():
        os.close(end)
"""
# Calls that tell of others, or that leave something behind; the numbers are those of x86_64.
TELLING = {
    "sysinfo": (99, 0),
    "mincore": (27, 0, 4096, 0),
    "statfs": (137, 0, 0),
    "fstatfs": (138, 0, 0),
    "statx": (332, 0, 0, 0, 0, 0),
    "flock": (73, 0, 5),
    "fsync": (74, 0),
    "fdatasync": (75, 0),
    "pipe": (22, 0),
    "pipe2": (293, 0, 0),
    "eventfd2": (290, 0, 0),
    "clone a thread": (56, 0x3D0F00, 0, 0, 0, 0),
    "madvise to page out": (28, 0, 4096, 21),
    "madvise to merge": (28, 0, 4096, 12),
}
CALL = """
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
done = libc.syscall(*[ctypes.c_long(n) for n in {arguments}])
result = [done, errno.errorcode.get(ctypes.get_errno(), "")]
"""


@pytest.mark.parametrize("rung", SAFE)
def test_each_worker_opens_its_own_null(spawn: Spawn, rung: str) -> None:
    first, beside = spawn(rung), spawn(rung)
    untouched = run(first, NULL)
    run(first, SET_NULL)
    assert run(first, NULL) != untouched
    assert run(beside, NULL) == untouched
    first.kill()
    assert run(spawn(rung), NULL) == untouched
    assert run(spawn(rung), NULL) == untouched


@pytest.mark.parametrize("rung", SAFE)
@pytest.mark.parametrize(
    "where", ["0", "1", "3", "os.open('/dev/null', 0)", "os.open(os.__file__, 0)"]
)
def test_no_file_can_be_locked(spawn: Spawn, rung: str, where: str) -> None:
    """A library is one file for all of them, and for the machine's other programs."""
    with pytest.raises(Raised, match=r"PermissionError"):
        run(spawn(rung), LOCK.format(where=where))


@pytest.mark.parametrize("rung", SAFE)
@pytest.mark.parametrize("what", TELLING)
def test_what_tells_of_others_is_refused(spawn: Spawn, rung: str, what: str) -> None:
    worker = spawn(rung)
    if run(worker, "import os; result = os.uname().machine") != "x86_64":
        pytest.skip("the numbers are those of x86_64")
    assert run(worker, CALL.format(arguments=TELLING[what])) == [-1, "EPERM"]


@pytest.mark.parametrize("rung", SAFE)
def test_pipes_cannot_be_counted_up(spawn: Spawn, rung: str) -> None:
    """Their inodes are numbered through the whole machine: a thousand more can be read off."""
    with pytest.raises(Raised, match="PermissionError"):
        run(spawn(rung), PIPES)


def test_a_scratch_folder_does_not_tell_how_long_its_worker_waited() -> None:
    require("A")
    with Sandbox("A", entry="snippets:serve", python_path=[str(HERE)]) as box:
        with box.spawn() as first:
            run(first, "result = 1")
            time.sleep(1.0)  # meanwhile the next one is made and waits
        with box.spawn() as second:
            look = """
            import os, time
            now, told = time.time(), [os.stat(where) for where in (".", 1, 2)]
            result = [[s.st_mtime for s in told], [s.st_atime for s in told],
                      max(now - s.st_ctime for s in told)]
            """
            changed, read, age = run(second, look)  # type: ignore[misc]
    assert set(changed) == set(read) == {0.0}
    assert age < 0.9


@pytest.mark.parametrize("rung", SAFE)
def test_a_worker_that_is_made_anew_is_made_when_all_others_are_gone(rung: str) -> None:
    require(rung)
    with Sandbox(rung, entry="snippets:serve", python_path=[str(HERE)]) as box:
        workers = [box.spawn() for _ in range(3)]
        starter = box._starter
        waiting = starter._asked  # type: ignore[union-attr]
        assert waiting is not None
        pids = [worker.pid for worker in workers]
        for worker in workers:
            worker.kill(wait=False)
        box.renew()
        assert starter._asked is not waiting  # type: ignore[union-attr]
        with box.spawn() as fresh:
            assert run(fresh, "result = 1 + 1") == 2
            assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def test_none_is_made_ahead_when_none_is_wanted() -> None:
    require("A")
    with Sandbox("A", entry="snippets:serve", python_path=[str(HERE)]) as box:
        with box.spawn(ahead=False):
            assert box._starter._asked is None  # type: ignore[union-attr]
        with box.spawn():
            assert box._starter._asked is not None  # type: ignore[union-attr]


@pytest.mark.parametrize("rung", ["A", "B", "C", "D"])
def test_a_worker_that_stands_still_does_nothing_until_it_is_let_go(
    spawn: Spawn, rung: str
) -> None:
    worker = spawn(rung)
    run(worker, "import signal, time\nsignal.signal(signal.SIGALRM, lambda *_: print(1))")
    assert worker.memory() > 1 << 20
    assert worker.pause()
    worker.rpc.settimeout(0.3)
    with pytest.raises(TimeoutError):
        run(worker, "result = 1", seconds=0.3)
    worker.resume()
    worker.rpc.settimeout(20)
    assert worker.rpc.recv(1 << 10).endswith(b"\0")
    assert run(worker, "result = 2") == 2
    assert worker.pause()
    assert worker.kill().signal == 9
    assert not worker.pause()
