"""A read-only view of what was handed in, the same over a folder as over an archive.

Bytes are read only when asked for and only up to a limit. Links that leave the folder,
devices, pipes and sockets are listed, so that they can be named, and never opened.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.submissions.environments import is_installed
from grader.submissions.model import Unreadable, megabytes
from grader.submissions.names import is_ignored, shown

MAX_ENTRIES = 5000
MAX_DEPTH = 6

# Not there on Windows, which has neither such links nor such pipes.
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True)
class File:
    """One file: its path below the tree, its size as claimed, and how to read it.

    With a `fault` it is never opened, and the fault says why.
    """

    path: tuple[str, ...]
    size: int
    load: Callable[[int], bytes]
    origin: str = ""
    fault: str = ""

    @property
    def name(self) -> str:
        """The path as people read it, after the name of the archive that holds it."""
        return self.origin + shown("/".join(self.path))

    def read(self, limit: int) -> bytes:
        """At most `limit` bytes; Unreadable if there are more, or if it can't be read."""
        if self.fault:
            raise Unreadable(self.fault)
        if self.size <= limit:
            data = self.load(limit)
            if len(data) <= limit:
                return data
        raise Unreadable(f"{self.name} is larger than {megabytes(limit)}, so it was not read")


@dataclass(frozen=True)
class Tree:
    """Files and folders, sorted by path, without those that no student made.

    `packed` is true inside an archive; `own` is true if that archive is a student's own,
    whose time stamps prove nothing. `remarks` are folders that couldn't be listed, and why;
    `refused` are those of which nothing is listed, and why; `environments` are those with what was
    installed in them, which is not listed.
    """

    files: tuple[File, ...]
    folders: tuple[tuple[str, ...], ...] = ()
    remarks: tuple[str, ...] = ()
    packed: bool = False
    own: bool = False
    refused: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    environments: tuple[tuple[str, ...], ...] = ()

    def top_files(self) -> list[File]:
        """The files that lie directly in the tree."""
        return [file for file in self.files if len(file.path) == 1]

    def top_folders(self) -> list[str]:
        """The names of the folders that lie directly in the tree, the empty ones too."""
        return [folder[0] for folder in self.folders if len(folder) == 1]

    def below(self, folder: str) -> Tree:
        """The tree of one of the top folders, with paths that begin there."""
        return replace(
            self,
            files=tuple(
                replace(file, path=file.path[1:])
                for file in self.files
                if len(file.path) > 1 and file.path[0] == folder
            ),
            folders=tuple(path[1:] for path in self.folders if len(path) > 1 and path[0] == folder),
            refused={
                path[1:]: why
                for path, why in self.refused.items()
                if len(path) > 1 and path[0] == folder
            },
            environments=tuple(path[1:] for path in self.environments if path[:1] == (folder,)),
        )

    def opened(self, folder: str) -> Tree:
        """The tree below a top folder, as `below`. Raises Unreadable if it is refused."""
        if (folder,) in self.refused:
            raise Unreadable(self.refused[(folder,)])
        return self.below(folder)


def folder_tree(folder: Path, depth: int = MAX_DEPTH) -> Tree:
    """The view of a folder, to a depth. Raises Unreadable if it can't be listed."""
    try:
        if folder.is_symlink():
            raise Unreadable(f"{shown(folder.name)} is a link, which is not followed")
        base = folder.resolve(strict=True)
        entries = _sorted_entries(folder)
    except (OSError, RuntimeError) as error:
        raise Unreadable(f"{shown(folder.name)} can't be opened: {_reason(error)}") from None
    files: list[File] = []
    folders: list[tuple[str, ...]] = []
    remarks: list[str] = []
    installed: set[tuple[str, ...]] = set()
    waiting: list[tuple[tuple[str, ...], list[os.DirEntry[str]]]] = [((), entries)]
    while waiting:
        above, entries = waiting.pop()
        beside = {entry.name for entry in entries}
        for entry in entries:
            path = (*above, entry.name)
            if len(files) + len(folders) >= MAX_ENTRIES:
                raise Unreadable(
                    f"{shown(folder.name)} holds more than {MAX_ENTRIES} files; "
                    "hand in only the files that were asked for"
                )
            try:
                if not entry.is_dir(follow_symlinks=False):
                    files.append(_file(entry, path, base))
                    continue
                if is_installed(entry.name, beside=beside):
                    installed.add(above)
                    continue
                folders.append(path)
                if len(path) < depth:
                    waiting.append((path, _sorted_entries(entry.path)))
            except OSError as error:
                remarks.append(f"{shown('/'.join(path))} can't be opened: {_reason(error)}")
    return Tree(
        tuple(sorted(files, key=lambda file: file.path)),
        tuple(sorted(folders)),
        tuple(sorted(remarks)),
        environments=tuple(sorted(installed)),
    )


def file_at(path: Path) -> File:
    """One file by its path, which may be a link that the user made."""
    real = path.resolve()
    return File((path.name,), real.stat().st_size, _loader(str(real), shown(path.name)))


def _sorted_entries(folder: Path | str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        entries = []
        for entry in found:
            if not is_ignored(entry.name):
                entries.append(entry)
            if len(entries) > 10 * MAX_ENTRIES:
                break
    return sorted(entries, key=lambda entry: entry.name)


def _file(entry: os.DirEntry[str], path: tuple[str, ...], base: Path) -> File:
    name = shown("/".join(path))
    if not entry.is_symlink():
        return File(path, entry.stat(follow_symlinks=False).st_size, _loader(entry.path, name))
    try:
        real = Path(entry.path).resolve(strict=True)
        if not real.is_relative_to(base):
            fault = f"{name} is a link out of its folder, which is not followed"
        elif real.is_dir():
            fault = f"{name} is a link to a folder, which is not followed"
        else:
            return File(path, real.stat().st_size, _loader(str(real), name))
    except (OSError, RuntimeError):
        fault = f"{name} is a link that leads nowhere"
    return File(path, 0, _nothing, fault=fault)


def _nothing(_limit: int) -> bytes:
    return b""


def _loader(path: str, name: str) -> Callable[[int], bytes]:
    def load(limit: int) -> bytes:
        try:
            # Looked at before it is opened: opening alone may act on a device.
            _regular(os.lstat(path), name)
            descriptor = os.open(path, _OPEN_FLAGS)
            with os.fdopen(descriptor, "rb") as stream:
                _regular(os.fstat(descriptor), name)
                return stream.read(limit + 1)
        except OSError as error:
            raise Unreadable(f"{name} can't be opened: {_reason(error)}") from None

    return load


def _regular(status: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable(f"{name} is a pipe, socket, device or link, which is never opened")


def _reason(error: Exception) -> str:
    # The text of an OSError holds the path on this machine; its strerror does not.
    return (getattr(error, "strerror", None) or "it leads in a circle").lower()
