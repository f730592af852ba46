"""A program that `Disposable` asks in its tests: it does what the request says."""

from __future__ import annotations

import os
import signal
import time

from grader.sandbox import answer_each

SEEN: list[bytes] = []


def main(descriptor: int) -> None:
    answer_each(descriptor, answer)


def answer(request: bytes) -> bytes:
    SEEN.append(request)
    what, _, rest = request.partition(b" ")
    match what:
        case b"work":
            while True:
                pass
        case b"sleep":
            time.sleep(60)
        case b"take":
            return bytes(len(bytearray(int(rest))) and 1)
        case b"hold":  # what it holds is gone with it
            SEEN.append(bytes(int(rest)))
        case b"crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case b"killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case b"ended":
            os.kill(os.getpid(), signal.SIGTERM)
        case b"raise":
            raise ZeroDivisionError
        case b"large":
            return bytes(int(rest))
    return b"%d %s" % (len(SEEN), request[:20])
