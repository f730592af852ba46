"""What is running now: what a report says of itself, and what decides whether one still holds."""

from __future__ import annotations

import functools
import hashlib
import platform
from importlib.metadata import version
from pathlib import Path

import numpy as np

import grader
from grader.results import Versions


def versions() -> Versions:
    """The versions of Python and of what checks are made with."""
    return Versions(
        python=platform.python_version(), numpy=np.__version__, hypothesis=version("hypothesis")
    )


@functools.cache
def grader_sha256() -> str:
    """Digest of the grader's own source: a changed grader marks anew."""
    digest = hashlib.sha256()
    home = Path(grader.__file__).parent
    for path in sorted(home.rglob("*")):
        if path.suffix in (".py", ".jinja", ".css"):
            digest.update(f"{path.relative_to(home)}:".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
