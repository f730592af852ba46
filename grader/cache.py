"""The folder in which the grader keeps what it would only make again, and who may write there."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

VARIABLE = "GRADUS_CACHE"


def home() -> Path | None:
    """`GRADUS_CACHE`, or a folder in the user's own cache; None where nothing is to be kept."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    with contextlib.suppress(RuntimeError):  # this user has no home
        return (Path(base) if base else Path.home() / ".cache") / "gradus"
    return None


def own_folder(name: str) -> Path | None:
    """The cache's folder of this name, made if need be; None when it is not to be trusted."""
    top = home()
    if top is None:
        return None
    folder = top / name
    with contextlib.suppress(OSError):  # a disk that is full or may not be written to
        top.parent.mkdir(parents=True, exist_ok=True)
        for made in (top, folder):  # `parents` would let the umask open the first to a group
            made.mkdir(mode=0o700, exist_ok=True)
    return folder if is_own(top) and is_own(folder) else None


def put(path: Path, data: bytes) -> None:
    """Write a file of the cache, so that nobody finds half of one. Raises `OSError`."""
    made = tempfile.NamedTemporaryFile(dir=path.parent, delete=False)  # noqa: SIM115
    try:
        with made:
            made.write(data)
        Path(made.name).replace(path)
    except OSError:
        Path(made.name).unlink(missing_ok=True)
        raise


def is_own(path: Path) -> bool:
    """Whether it is there, and nobody but this user can have written it."""
    try:
        found = path.stat()
    except OSError:
        return False
    return not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not found.st_mode & 0o22)
