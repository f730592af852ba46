"""What marking gave, by key: in memory for a class, and on disk between runs and processes.

It is a cache: whatever is wrong with it, the work is done once more. Nothing in it is ever run.
"""

from __future__ import annotations

import contextlib
import os
from collections import OrderedDict
from pathlib import Path

from grader.cache import is_own, put

MOST_IN_MEMORY = 48 << 20
MOST_ON_DISK = 256 << 20
# So often the folder is looked through for what is too much.
_BETWEEN_SWEEPS = 500


class Store:
    """Bytes by key, the oldest let go of where there is too much; with a `folder` also on disk.

    The folder must be one that nobody else may write to.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._known: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._written = 0

    def get(self, key: str) -> bytes | None:
        """What was kept under the key, if it is still there."""
        found = self._known.get(key)
        if found is not None:
            self._known.move_to_end(key)
            return found
        path = self._path(key)
        if path is None or not is_own(path):
            return None
        with contextlib.suppress(OSError):
            data = path.read_bytes()
            self._remember(key, data)
            return data
        return None

    def put(self, key: str, data: bytes) -> None:
        """Keep this under the key."""
        self._remember(key, data)
        path = self._path(key)
        if path is None:
            return
        with contextlib.suppress(OSError):  # a full disk costs time, and nobody's marks
            path.parent.mkdir(mode=0o700, exist_ok=True)
            put(path, data)
        self._written += 1
        if self._written % _BETWEEN_SWEEPS == 1:
            self._sweep()

    def _path(self, key: str) -> Path | None:
        return None if self._folder is None else self._folder / key[:2] / key

    def _remember(self, key: str, data: bytes) -> None:
        self._size += len(data) - len(self._known.pop(key, b""))
        self._known[key] = data
        while self._size > MOST_IN_MEMORY and len(self._known) > 1:
            self._size -= len(self._known.popitem(last=False)[1])

    def _sweep(self) -> None:
        """Take the files that were written first, until the rest is no more than may be."""
        assert self._folder is not None
        files = []
        for folder, _, names in os.walk(self._folder):
            for name in names:
                with contextlib.suppress(OSError):  # another process swept it
                    path = Path(folder, name)
                    found = path.stat()
                    files.append((found.st_mtime_ns, found.st_size, path))
        size = sum(one for _, one, _ in files)
        for _, one, path in sorted(files):
            if size <= MOST_ON_DISK:
                break
            with contextlib.suppress(OSError):
                path.unlink()
            size -= one
