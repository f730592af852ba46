"""Runs a program that must not fail: what is compared has to have been done."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from benchmarks.under_test import ONE_THREAD

# Without what this process's Python was told.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name[:6] != "PYTHON"}
ENVIRONMENT |= ONE_THREAD


def run(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    codes: Collection[int] = (0,),
) -> str:
    """What a command prints. Ends the benchmark, with its words, on any other exit code."""
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode not in codes:
        words = " ".join(command)
        raise SystemExit(f"{words} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout
