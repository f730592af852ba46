"""The members of an archive as a tree: where each belongs, whose it is, and which are refused.

A student's own archive that breaks a rule is refused as a whole, with one sentence; a link in it is
listed with its fault and never followed, and what was installed in a virtual environment is left
out. In the archive of a class what breaks a rule is refused, and costs nobody else anything: a
member lies below its first folder with its fault, and a student who has too many has none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.submissions.environments import environment_of, environments
from grader.submissions.layouts.nbgrader import SUBMITTED, holds_submitted
from grader.submissions.model import (
    ARCHIVE_SUFFIXES,
    STUDENT_LIMITS,
    WHOLE_NOTEBOOK_LIMIT,
    ArchiveLimits,
    Unreadable,
    is_notebook,
    megabytes,
    suffix_of,
)
from grader.submissions.names import is_ignored, shown
from grader.submissions.tree import MAX_DEPTH, File, Tree

# Longer than right work has. To fold a name takes quadratic time in the marks of a letter, and to
# list what it lies in takes quadratic memory in its folders.
MAX_PATH_BYTES = 1000

_DRIVE = re.compile(r"[A-Za-z]:")
_OUTSIDE = "_outside"
_EMPTY = "the archive is empty"

_Path = tuple[str, ...]


@dataclass(frozen=True)
class Member:
    """What an archive says of one member, and how to read it."""

    name: str
    size: int
    load: Callable[[int], bytes]
    folder: bool = False
    fault: str = ""
    link: bool = False


def is_folder(name: str) -> bool:
    """Whether a zip's name is that of a folder."""
    return name.endswith(("/", "\\"))


def too_many(limits: ArchiveLimits) -> Unreadable:
    """The refusal of an archive of too many files."""
    return Unreadable(
        f"the archive holds more than {limits.members} files; "
        "hand in only the files that were asked for"
    )


def refused(what: str, name: str) -> str:
    """The sentence about a member of a kind that is not read."""
    return f"the archive holds {what}, which is refused: {shown(name)}"


def placed(name: str) -> tuple[_Path, str]:
    """Where a member lies, and what is wrong with its name.

    Some systems write "\\" between folders; where it is a letter, reading it so does no harm, as
    nothing is unpacked. What would lie outside everything has a name of its own at the top.
    """
    fault, written = "", name
    # A name of so many letters has as many bytes: then there is no need to count them.
    if len(name) > MAX_PATH_BYTES or len(name.encode("utf-8", "replace")) > MAX_PATH_BYTES:
        fault = (
            f"the archive holds a name of more than {MAX_PATH_BYTES} bytes, which is refused: "
            f"{shown(name[:60])}..."
        )
        name = name[: MAX_PATH_BYTES // 4]
    name = name.replace("\\", "/")
    parts = tuple(part for part in name.split("/") if part not in ("", "."))
    outside = name.startswith("/") or parts[:1] == ("..",) or bool(_DRIVE.match(name))
    if outside or ".." in parts:
        fault = fault or f"the archive tries to write outside its folder: {shown(written)}"
    if outside:
        return ("_".join((_OUTSIDE, *parts)),), fault
    return tuple(part for part in parts if part != ".."), fault


def owners(paths: Iterable[_Path]) -> list[_Path]:
    """For each path in the archive of a class, the folder or file at the students' level.

    That is the top, or what lies in the one folder around everything, or in `submitted`.
    """
    paths = [() if any(map(is_ignored, path)) else path for path in paths]
    tops = {path[0] for path in paths if path}
    folders = sorted({path[0] for path in paths if len(path) > 1})
    around: _Path = ()
    if holds_submitted(folders, tops):
        around = (SUBMITTED,)
    elif len(folders) == 1:
        around = (folders[0],)
    depth = len(around) + 1
    return [path[:depth] if path[: len(around)] == around else path[:1] for path in paths]


def own_tree(members: Iterable[Member], limits: ArchiveLimits, *, origin: str) -> Tree:
    """The tree of a student's own archive; names that differ only by case are refused.

    Raises Unreadable.
    """
    growing = _Growing(origin)
    seen: dict[str, str] = {}
    total = count = 0
    places = [(member, *placed(member.name)) for member in members]
    known = environments(path for _, path, _ in places)
    for member, path, fault in places:
        left_out = not path or any(map(is_ignored, path))
        # What is left out is not free to break what protects the machine; a link is never followed.
        if fault or (left_out and member.fault and not member.link):
            raise Unreadable(fault or member.fault)
        if (home := environment_of(path, known)) is not None:
            growing.environments.add(home)
            continue
        count += 1
        if count > limits.members:
            raise too_many(limits)
        if left_out or growing.took_folder(path, member):
            continue
        total += member.size
        if total > limits.total:
            raise Unreadable(f"the archive holds more than {megabytes(limits.total)} in all")
        fault = _fault_of(member, limits)
        key = _folded("/".join(path))
        if key in seen:
            fault = _twice(seen[key], member.name)
        if fault and not (member.link and fault == member.fault):
            raise Unreadable(fault)
        seen[key] = member.name
        growing.take(path, member, fault)
    return growing.tree(own=True)


def class_tree(members: Sequence[Member], limits: ArchiveLimits, *, origin: str) -> Tree:
    """The tree of the archive of a whole class.

    Raises Unreadable if it is empty, or if all that is in it lies outside.
    """
    growing = _Growing(origin)
    placed_all = [(member, *placed(member.name)) for member in members]
    known = environments(path for _, path, _ in placed_all)
    homes = [environment_of(path, known) for _, path, _ in placed_all]
    growing.environments.update(home for home in homes if home is not None)
    placed_all = [one for one, home in zip(placed_all, homes, strict=True) if home is None]
    members = [member for member, _, _ in placed_all]
    places = [(path, fault) for _, path, fault in placed_all]
    owned = owners(path for path, _ in places)
    too_much = _too_much(zip(members, owned, strict=True), limits)
    # First those that are written as they are read: another way to write a name takes nobody's.
    order = sorted(range(len(members)), key=lambda i: not _is_plain(members[i].name, places[i][0]))
    outside = ""
    for member, (path, fault), owner in ((members[i], places[i], owned[i]) for i in order):
        if not owner:
            continue
        if owner in too_much:
            growing.folders.update(owner[:end] for end in range(1, len(owner) + 1))
            continue
        fault = fault or _fault_of(member, limits)
        if growing.took_folder(path, member, fault):
            continue
        if path in growing.files:
            fault = fault or _twice("/".join(path), member.name)
            if not _is_plain(member.name, path):
                path = (*path[: len(owner)], f"{_OUTSIDE}_{len(growing.files)}")
        growing.take(path, member, fault)
        outside = outside or (fault if path[0].startswith(_OUTSIDE) else "")
    if not growing.folders and all(path[0].startswith(_OUTSIDE) for path in growing.files):
        raise Unreadable(outside or _EMPTY)
    return growing.tree(own=False, refused=too_much)


class _Growing:
    """A tree while its members are looked through."""

    def __init__(self, origin: str) -> None:
        self.files: dict[_Path, File] = {}
        self.folders: set[_Path] = set()
        self.environments: set[_Path] = set()
        self._origin = origin

    def took_folder(self, path: _Path, member: Member, fault: str = "") -> bool:
        """Take the folders that a member lies in, and whether it is a sound folder itself."""
        is_one = member.folder and not (fault or member.fault)
        # Nothing is looked for any deeper, as in a folder.
        deepest = min(len(path) - (not is_one), MAX_DEPTH)
        self.folders.update(path[:end] for end in range(1, deepest + 1))
        return is_one

    def take(self, path: _Path, member: Member, fault: str = "") -> None:
        self.files[path] = File(path, member.size, member.load, self._origin, fault)

    def tree(self, *, own: bool, refused: Mapping[_Path, str] | None = None) -> Tree:
        if not self.files and not self.folders:
            raise Unreadable(_EMPTY)
        return Tree(
            tuple(self.files[path] for path in sorted(self.files)),
            tuple(sorted(self.folders)),
            packed=True,
            own=own,
            refused=refused or {},
            environments=tuple(sorted(self.environments)),
        )


def _too_much(owned: Iterable[tuple[Member, _Path]], limits: ArchiveLimits) -> dict[_Path, str]:
    """Those who have more in the archive of a class than one may have, and what."""
    count: Counter[_Path] = Counter()
    size: Counter[_Path] = Counter()
    for member, owner in owned:
        count[owner] += 1
        size[owner] += 0 if member.fault else member.size
    found = {}
    for owner in count:
        what = f"{limits.each} files" if count[owner] > limits.each else ""
        if size[owner] > limits.total:
            what = megabytes(limits.total)
        if owner and what:
            found[owner] = (
                f"{shown(owner[-1])} holds more than {what}; "
                "hand in only the files that were asked for"
            )
    return found


def _is_plain(name: str, path: _Path) -> bool:
    return name.removesuffix("/") == "/".join(path)


def _fault_of(member: Member, limits: ArchiveLimits) -> str:
    most = limits.file
    # A notebook's outputs don't count, and nothing is known of them before it is read.
    if is_notebook(member.name):
        most = max(most, WHOLE_NOTEBOOK_LIMIT)
    # In the archive of a class it is a student's own, and may be as large as anywhere else.
    elif suffix_of(member.name, ARCHIVE_SUFFIXES):
        most = max(most, STUDENT_LIMITS.packed)
    if member.size > most:
        return refused(f"a file larger than {megabytes(most)}", member.name)
    return member.fault


def _twice(first: str, second: str) -> str:
    return (
        "the archive holds the same name twice, or twice but for upper and lower "
        f"case: {shown(first)} and {shown(second)}"
    )


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
