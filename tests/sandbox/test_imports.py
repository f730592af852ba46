"""Which modules the package brings with it, on Linux and elsewhere."""

from __future__ import annotations

import subprocess
import sys

import pytest

import grader.sandbox as box

from .conftest import HERE


def python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=HERE.parents[1]
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_package_alone_brings_nothing() -> None:
    code = "import sys, grader.sandbox; print([m for m in sys.modules if 'grader.' in m])"
    assert python(code) == "['grader.sandbox']"


def test_the_checkers_side_needs_no_linux_module() -> None:
    code = """
import sys
for name in ("resource", "fcntl", "pwd", "grp", "termios"):
    sys.modules[name] = None
import select, socket, os
for owner, name in ((select, "poll"), (socket, "AF_UNIX"), (socket, "send_fds"),
                    (socket, "recv_fds"), (os, "fork"), (os, "pidfd_open"), (os, "killpg")):
    delattr(owner, name)
import grader.sandbox as box
print([getattr(box, name).__name__ for name in box.__all__])
import grader.sandbox.inside.cold_worker
"""
    assert python(code) == str(list(box.__all__))


def test_the_zygotes_side_holds_nothing_of_the_checkers() -> None:
    code = """
import sys, grader.sandbox.inside.zygote
print([m for m in sys.modules if m in (
    "grader.errors", "grader.results", "grader.sandbox.launch", "pydantic", "hypothesis")])
"""
    if sys.platform != "linux":
        pytest.skip("there is no zygote elsewhere")
    assert python(code) == "[]"
