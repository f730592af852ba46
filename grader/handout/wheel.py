"""The wheel in the handout: the grader that students install, as it was when the handout was made.

Students install that file. Nothing that they are told to run may name the grader to a package
index: what lies there under the name is whatever somebody put there.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path

import grader
from grader.errors import CourseInvalid, UsageProblem

PATTERN = "gradus_coursework-*.whl"


def wheel_name() -> str:
    """The name of this version's wheel."""
    return PATTERN.replace("*", f"{grader.__version__}-py3-none-any")


def build_wheel() -> bytes:
    """The wheel of this very grader.

    Raises `UsageProblem` where its source is not at hand, and `CourseInvalid` when the build
    fails.
    """
    source = Path(grader.__file__).resolve().parents[1]
    if not (source / "pyproject.toml").is_file():
        raise UsageProblem(
            "This grader was installed from a wheel, and has no source to make one from; copy the "
            f"wheel that it was installed from to student_template/{wheel_name()}."
        )
    if importlib.util.find_spec("hatchling") is None:
        raise CourseInvalid(
            "The wheel is made with hatchling, and it is not there; run "
            "`python -m pip install -e .` in the folder of the grader."
        )
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
        done = subprocess.run(  # noqa: S603 (our own command)
            command, cwd=source, capture_output=True, text=True, check=False
        )
        made = Path(folder) / wheel_name()
        if done.returncode or not made.is_file():
            said = (done.stderr or done.stdout).strip().splitlines()[-1:]
            raise CourseInvalid(f"The wheel could not be made: {' '.join(said) or 'no reason'}.")
        return made.read_bytes()
