"""The other side of `Disposable`: answers each request in a process of its own, under limits.

What serves holds nothing of the checker's but what it imports, and forks for each request, so that
one leaves nothing behind for the next. It must never run what it is sent.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import struct
from collections.abc import Callable
from typing import Final

from grader.sandbox.inside import libc
from grader.sandbox.inside.rlimits import current_size
from grader.sandbox.process import end_with

REQUEST: Final = struct.Struct("!QQQ")  # bytes that follow, seconds, bytes of memory
BEGUN: Final = b"!"  # the request is there; what ends the process now may be its doing
ANSWER: Final = struct.Struct("!Q")
_HUNG_UP: Final = 74
SPENT: Final = 75  # the exit code where memory ran out, and nothing could be answered
KILLED: Final = 100  # added to the number of a signal


def answer_each(descriptor: int, answer: Callable[[bytes], bytes]) -> None:
    """Serve requests on a socket until the other side hangs up, or until one of them is lost."""
    libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)
    with socket.socket(fileno=descriptor) as line:
        gc.collect()
        gc.freeze()  # or each process would copy what it only looks at
        here, ended = os.getpid(), 0
        while not ended:
            pid = os.fork()  # ahead of the request, which need not wait for it
            if not pid:
                end_with(here)
                os._exit(_answered(line, answer))
            ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    # The line is out of step, or cut: whoever asks needs another one.
    os._exit(ended if ended > 0 else KILLED - ended)


def _answered(line: socket.socket, answer: Callable[[bytes], bytes]) -> int:
    import resource  # not there on Windows, which only reads the records above

    if not line.recv(1, socket.MSG_PEEK):
        return _HUNG_UP
    size, seconds, memory = REQUEST.unpack(received(line, REQUEST.size))
    request = received(line, size)
    line.sendall(BEGUN)
    limit = (current_size() or 0) + memory
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        # The soft limit comes first, so that the signal says which limit it was.
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        found = answer(request)
        line.sendall(ANSWER.pack(len(found)))
        line.sendall(found)
    except (MemoryError, SystemError):  # Python forgets here and there to say that memory ran out
        return SPENT
    return 0


def received(line: socket.socket, size: int) -> bytes:
    """So many bytes. Raises ConnectionError when the other side hangs up before."""
    parts = bytearray()
    while len(parts) < size:
        part = line.recv(min(size - len(parts), 1 << 20))
        if not part:
            raise ConnectionResetError("hung up")
        parts += part
    return bytes(parts)
