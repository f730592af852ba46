"""Runs one command and tells what it left behind: processes that outlived it, and its memory.

Everything that loses its parent below this process becomes its child, so nothing that a
submission starts can get away unseen. Run as a program, never imported by tests.
"""

import contextlib
import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36


def children():
    listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return {int(number) for number in listed}


def leftovers(seconds):
    """Commands of the processes that are still there after a while; they are killed."""
    deadline = time.monotonic() + seconds
    while (left := children()) and time.monotonic() < deadline:
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                continue
        time.sleep(0.02)
    found = []
    for pid in left:
        with contextlib.suppress(OSError):
            found.append(Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")[-200:])
            os.kill(pid, signal.SIGKILL)
    return found


def main():
    told, grace, kill_after, *command = sys.argv[1:]
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        sys.exit("watch.py: this system has no subreapers")
    started = time.monotonic()
    process = subprocess.Popen(command)
    # Whoever gives up on this program ends the command too.
    signal.signal(signal.SIGTERM, lambda *_: process.kill())
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(float(kill_after) if float(kill_after) else None)
    killed = process.poll() is None
    if killed:
        process.kill()
        process.wait()
    seconds = time.monotonic() - started
    left = leftovers(float(grace))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    what = {"left": left, "seconds": seconds, "peak_mb": peak >> 10, "killed": killed}
    Path(told).write_text(json.dumps(what))
    sys.exit(process.returncode if process.returncode >= 0 else 128 - process.returncode)


main()
