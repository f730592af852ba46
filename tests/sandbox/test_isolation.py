"""What student code tries, at each rung: refused or contained as the rung promises.

Nothing here does harm if it succeeds: signals are signal 0, and nothing of value is written.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.sandbox import Exit, Worker
from grader.sandbox.inside import namespaces

from .conftest import HERE, Raised, run

Spawn = Callable[..., Worker]
SAFE = ("A", "B", "C")

REFUSED = {
    "fork": "import os\nif os.fork() == 0: os._exit(0)",
    "vfork": "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
    "if libc.syscall(58) < 0: raise OSError(ctypes.get_errno(), 'vfork')",
    "exec": "import os; os.execv('/bin/true', ['true'])",
    "subprocess": "import subprocess; subprocess.run(['/bin/true'])",
    "read passwd": "open('/etc/passwd').read()",
    "list proc": "import os; os.listdir('/proc')",
    "read own memory map": "open('/proc/self/maps').read()",
    "list home": "import os; os.listdir('/root'); os.listdir('/home')",
    "internet socket": "import socket; socket.socket(socket.AF_INET)",
    "unix socket": "import socket; socket.socket(socket.AF_UNIX)",
    "netlink socket": "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "signal everybody": "import os; os.kill(-1, 0)",
    "signal the group": "import os; os.kill(0, 0)",
    "signal the parent": "import os; os.kill(os.getppid() or 2, 0)",
    "write to the machine": "open('/var/tmp/gradus-was-here', 'w')",
    "write to the libraries": "import os; open(os.__file__, 'r+')",
    "truncate the libraries": "import os; os.close(os.open(os.__file__, os.O_RDONLY | os.O_TRUNC))",
    "make a device": "import os, stat; os.mknod('device', stat.S_IFCHR | 0o600, os.makedev(1, 3))",
    "link": "import os; os.symlink('/', 'root')",
    "change root": "import os; os.chroot('/')",
    "become root": "import os; os.setuid(0)",
    "raise a limit": "import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    "change another's limit": "import resource; resource.prlimit(2, resource.RLIMIT_CORE, (0, 0))",
    "own signals by descriptor": "import fcntl; fcntl.fcntl(3, fcntl.F_SETOWN, 1)",
    "priority": "import os; os.setpriority(os.PRIO_PROCESS, 0, 19)",
}

# System calls that Python has no function for; the numbers are those of x86_64.
SYSTEM_CALLS = {
    "ptrace": (101, 16, 1, 0, 0),
    "unshare": (272, 0x10000000),
    "setns": (308, 0, 0),
    "mount": (165, 0, 0, 0, 0, 0),
    "umount2": (166, 0, 2),
    "pivot_root": (155, 0, 0),
    "memfd_create": (319, 0, 0),
    "io_uring_setup": (425, 1, 0),
    "bpf": (321, 0, 0, 0),
    "keyctl": (250, 0, 0, 0),
    "add_key": (248, 0, 0, 0),
    "userfaultfd": (323, 0),
    "perf_event_open": (298, 0, 0, -1, -1, 0),
    "process_vm_readv": (310, 1, 0, 0, 0, 0, 0),
    "process_vm_writev": (311, 1, 0, 0, 0, 0, 0),
    "pidfd_open": (434, 1, 0),
    "pidfd_getfd": (438, 0, 0, 0),
    "open_by_handle_at": (304, 0, 0, 0),
    "clone a process": (56, 17, 0, 0, 0, 0),
    "clone3": (435, 0, 0),
    "execveat": (322, 0, 0, 0, 0, 0),
    "seccomp": (317, 1, 0, 0),
    "set dumpable": (157, 4, 1, 0, 0, 0),
    "stay when the zygote ends": (157, 1, 0, 0, 0, 0),
    "tkill": (200, 1, 0),
    "shmget": (29, 0, 4096, 0o1600),
    "reboot": (169, 0, 0, 0, 0),
}
CALL = """
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
done = libc.syscall(*[ctypes.c_long(n) for n in {arguments}])
result = [done, errno.errorcode.get(ctypes.get_errno(), "")]
"""


@pytest.mark.parametrize("rung", SAFE)
@pytest.mark.parametrize("what", REFUSED)
def test_what_student_code_tries_is_refused(spawn: Spawn, rung: str, what: str) -> None:
    worker = spawn(rung)
    with pytest.raises(Raised) as refused:
        run(worker, REFUSED[what])
    assert {"OSError", "ValueError"} & set(refused.value.kinds), refused.value
    assert run(worker, "result = 1 + 1") == 2


@pytest.mark.parametrize("rung", SAFE)
@pytest.mark.parametrize("what", SYSTEM_CALLS)
def test_a_system_call_is_refused_by_the_filter(spawn: Spawn, rung: str, what: str) -> None:
    worker = spawn(rung)
    if run(worker, "import os; result = os.uname().machine") != "x86_64":
        pytest.skip("the numbers are those of x86_64")
    done, error = run(worker, CALL.format(arguments=SYSTEM_CALLS[what]))  # type: ignore[misc]
    assert done == -1
    assert error == ("ENOSYS" if SYSTEM_CALLS[what][0] >= 424 else "EPERM")


@pytest.mark.parametrize("rung", SAFE)
def test_the_repository_is_out_of_reach(spawn: Spawn, rung: str) -> None:
    here = str(Path(__file__).resolve())
    with pytest.raises(Raised, match=r"FileNotFoundError|PermissionError"):
        run(spawn(rung), f"open({here!r}).read()")
    code = f"""
    import os
    result = []
    for folder in ({str(HERE)!r}, {str(HERE.parents[1])!r}):
        try:
            result += os.listdir(folder)
        except OSError:
            pass
    """
    # The way to an environment that lies in the repository is there, and nothing beside it.
    found = run(spawn(rung), code)
    assert isinstance(found, list)
    assert len(found) <= 1
    assert not {"tests", "grader", "solutions", "assignments"} & set(found)


@pytest.mark.parametrize("rung", SAFE)
def test_the_checker_cannot_be_imported(spawn: Spawn, rung: str) -> None:
    with pytest.raises(Raised, match="ModuleNotFoundError"):
        run(spawn(rung), "import grader.errors")
    with pytest.raises(Raised, match="ModuleNotFoundError"):
        run(spawn(rung), "import pydantic")
    loaded = run(spawn(rung), "import sys; result = [m for m in sys.modules if 'grader' in m]")
    assert isinstance(loaded, list)
    assert not {"grader.results", "grader.errors", "grader.sandbox.launch"} & set(loaded)


@pytest.mark.parametrize("rung", [*SAFE, "D"])
def test_a_worker_holds_four_descriptors_and_no_secret(
    spawn: Spawn, rung: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = spawn(rung)
    code = """
    import os
    result = []
    for fd in range(64):
        try:
            os.fstat(fd)
        except OSError:
            continue
        result.append(fd)
    """
    assert run(worker, code) == [0, 1, 2, 3]
    names = run(worker, "import os; result = sorted(os.environ)")
    assert isinstance(names, list)
    assert all(name.endswith("_THREADS") or name in ("PYTHONHASHSEED", "LANG") for name in names)
    assert run(worker, "import sys; result = [sys.argv, sys.orig_argv]") == [[""], []]


@pytest.mark.parametrize("rung", SAFE)
def test_a_worker_has_no_privilege(spawn: Spawn, rung: str) -> None:
    worker = spawn(rung)
    run(worker, "result = 1")
    lines = Path(f"/proc/{worker.pid}/status").read_text().splitlines()
    status = {name: value.split() for name, _, value in (line.partition(":") for line in lines)}
    # The way to Python's own folders, when they lie in a closed home, is all B may keep.
    most = {"B": 1 << 2}.get(rung, 0)
    for kind in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
        assert int(status[kind][0], 16) & ~most == 0, kind
    assert status["NoNewPrivs"] == ["1"]
    assert status["Seccomp"] == ["2"]
    assert status["Threads"] == ["1"]
    if os.getuid() == 0:
        assert set(status["Uid"]) == set(status["Gid"]) == {"65534"}
        assert status["Groups"] == []
        assert int(status["CapBnd"][0], 16) == 0
    assert run(worker, "import os; result = 0 in os.getresuid() + os.getresgid()") is False


def test_rung_a_shows_a_machine_of_its_own(spawn: Spawn) -> None:
    worker = spawn("A")
    assert run(worker, "import os; result = [os.getpid(), os.getppid()]") == [1, 0]
    assert run(worker, "import os; result = [os.getcwd(), os.uname().nodename]") == [
        "/scratch",
        "worker",
    ]
    roots = run(worker, "import os; result = os.listdir('/')")
    assert isinstance(roots, list)
    assert not {"etc", "proc", "sys", "home", "var", "run"} & set(roots)
    assert run(worker, "import os; result = sorted(os.listdir('/dev'))") == ["null", "urandom"]
    with pytest.raises(Raised, match=r"Read-only|Permission"):
        run(worker, "open('/mine', 'w')")


@pytest.mark.parametrize("rung", ["A", "B"])
def test_the_standard_library_and_numpy_import_late(spawn: Spawn, rung: str) -> None:
    code = "import decimal, wave, xml.dom.minidom, numpy.fft, _bz2; result = 1"
    assert run(spawn(rung), code) == 1


def test_rung_c_imports_nothing_late(spawn: Spawn) -> None:
    with pytest.raises(Raised, match="ModuleNotFoundError"):
        run(spawn("C"), "import wave")


def test_a_tmp_of_its_own_is_small_and_private(spawn: Spawn) -> None:
    one, other = spawn("A"), spawn("A")
    assert run(one, "open('note', 'w').write('x'); result = open('note').read()") == "x"
    assert run(other, "import os; result = os.listdir('/scratch')") == []
    fill = """
    import os
    written = 0
    try:
        for number in range(64):
            with open(f"fill{number}", "wb", buffering=0) as file:
                written += file.write(bytes(1 << 20))
    except OSError as fault:
        result = [written >> 20, fault.errno]
    """
    assert run(one, fill) == [15, 28]  # ENOSPC; the note takes a page
    assert run(other, "open('note', 'w').write('y'); result = 1") == 1
    with pytest.raises(Raised, match="File too large"):
        run(other, "open('big', 'wb', buffering=0).truncate(1 << 30)")
    assert not Path("/scratch").exists()


def test_the_tmp_of_a_worker_hides_no_interpreter_below_the_machines_tmp() -> None:
    # A clone with its virtual environment may well lie there.
    assert not namespaces.TMP.is_relative_to(tempfile.gettempdir())
    assert not Path(tempfile.gettempdir()).is_relative_to(namespaces.TMP)


@pytest.mark.parametrize("rung", ["B", "C"])
def test_nothing_can_be_written_without_a_tmp_of_its_own(spawn: Spawn, rung: str) -> None:
    for folder in ("/tmp", "/dev/shm", "/var/tmp", "."):
        with pytest.raises(Raised, match=r"PermissionError|FileNotFoundError"):
            run(spawn(rung), f"open('{folder}/gradus-was-here', 'w')")
        assert not Path(folder, "gradus-was-here").exists()


@pytest.mark.parametrize("rung", [*SAFE, "D"])
def test_fifty_gigabytes_are_a_memory_error(spawn: Spawn, rung: str) -> None:
    worker = spawn(rung)
    with pytest.raises(Raised, match="MemoryError"):
        run(worker, "import numpy as np; np.ones(50 << 27)")
    assert run(worker, "result = 1") == 1


@pytest.mark.parametrize("rung", SAFE)
def test_a_thread_is_refused(spawn: Spawn, rung: str) -> None:
    """Each would use up a number of a process, and whoever comes next can see its own."""
    worker = spawn(rung)
    with pytest.raises(Raised, match="can't start new thread"):
        run(worker, "import threading; threading.Thread(target=print).start()")
    assert worker.kill() == Exit(None, 9)


@pytest.mark.parametrize("rung", [*SAFE, "D"])
def test_every_worker_draws_the_same(spawn: Spawn, rung: str) -> None:
    code = """
    import random, numpy as np
    result = [random.random(), float(np.random.rand()), hash("text")]
    """
    assert run(spawn(rung), code) == run(spawn(rung), code)
