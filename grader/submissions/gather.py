"""Whose is what at the top of a class: the files and folders, gathered by student.

Where most of the names are of one system's download (see `layouts`), those say who handed in what,
and when. All else is somebody's by its own name: each folder, each archive, and each loose file
that may be work or may stand for it, whatever its kind. A loose file or an archive that is called
like another but for what marks a copy is the same student's, and so is an archive beside a folder
of its name.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.submissions.belongs import copy_number, plain_stem
from grader.submissions.hand_in import is_source, opened
from grader.submissions.layouts import Entry, Layout, clones, recognised
from grader.submissions.layouts.gradescope import METADATA, HandedIn, people
from grader.submissions.model import (
    ARCHIVE_SUFFIXES,
    DOCUMENT_SUFFIXES,
    FOREIGN_SUFFIXES,
    METADATA_LIMIT,
    SOURCE_SUFFIXES,
    Expected,
    Unreadable,
    stem_of,
    suffix_of,
)
from grader.submissions.names import listed
from grader.submissions.read import received_in
from grader.submissions.root import Root
from grader.submissions.times import iso_time
from grader.submissions.tree import File, Tree

_ARCHIVES = ARCHIVE_SUFFIXES + FOREIGN_SUFFIXES
_WORK = SOURCE_SUFFIXES + _ARCHIVES + DOCUMENT_SUFFIXES
# What lies beside students' files and is nobody's: what instructors and programs write.
_PAPERS = (
    ".bib", ".cfg", ".csv", ".db", ".ini", ".json", ".lock", ".log", ".md", ".ods", ".sqlite",
    ".toml", ".tsv", ".xls", ".xlsx", ".xml", ".yaml", ".yml",
)  # fmt: skip
_TITLES = frozenset(
    {"authors", "changelog", "copying", "dockerfile", "index", "instructions", "license",
     "licence", "makefile", "notes", "readme", "requirements", "roster", "timestamp"}
)  # fmt: skip


# What somebody handed in as files at the top.
_LOOSE = "loose files"


@dataclass(frozen=True)
class Part:
    """What somebody handed in at once, or why it can't be read; the `order` tells the later one."""

    tree: Tree = field(default_factory=lambda: Tree(()))
    problem: str = ""
    label: str = ""
    order: str = ""
    received: str | None = None
    late: bool | None = None


@dataclass(frozen=True)
class Student:
    """One student, by the `raw` name of the row, with what the download tells besides.

    There is one part at least; the newest comes last.
    """

    raw: str
    parts: tuple[Part, ...]
    name: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    layout: str = ""
    together: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def notes(self, late: bool | None) -> tuple[str, ...]:
        """What a reader of the row must know of how it was handed in."""
        told = list(self.remarks)
        if self.together:
            told.append(f"handed in by {listed(self.together)} together")
        if late:
            told.append(f"{self.layout} marks it as late")
        return tuple(told)


def layout_of(root: Root, course: Sequence[Expected], *, sure: bool = False) -> Layout | None:
    """The layout of a root, by what most of its names look like; `sure`: of two people at least,
    or beside what only that system writes."""
    folders = root.top.top_folders()
    files = [file.path[0] for file in root.top.top_files()]
    known = [name for one in course for name in (one.slug, one.module)]
    found = recognised(folders, files) or clones(folders, known, root.repositories)
    if found is None or not sure:
        return found
    named = [(name, True) for name in folders] + [(name, False) for name in files]
    who = {entry.who for name, folder in named if (entry := found.entry(name, folder))}
    return found if len(who) > 1 or found.own & {*files} else None


def gathered(root: Root, course: Sequence[Expected]) -> tuple[str, list[Student]]:
    """The title of the layout, "" for none, and the students with what they handed in."""
    layout = layout_of(root, course)
    gathering = _Gathering(root, layout)
    for folder in root.top.top_folders():
        gathering.take_folder(folder)
    for file in root.top.top_files():
        gathering.take_file(file)
    return layout.title if layout else "", gathering.students()


@dataclass
class _Attempt:
    """What was handed in at once, while it is gathered."""

    label: str
    order: str
    trees: list[Tree] = field(default_factory=list)
    files: dict[str, File] = field(default_factory=dict)
    problem: str = ""
    received: str | None = None
    late: bool | None = None

    def part(self, *, packed: bool) -> Part:
        """All of it as one tree."""
        trees = [*self.trees]
        if self.files or not trees:
            trees.append(
                Tree(tuple(self.files[name] for name in sorted(self.files)), packed=packed)
            )
        first, *others = trees
        for tree in others:
            files = {file.path: file for file in (*tree.files, *first.files)}
            first = replace(
                first,
                files=tuple(files[path] for path in sorted(files)),
                folders=tuple(sorted({*first.folders, *tree.folders})),
                remarks=first.remarks + tree.remarks,
            )
        return Part(first, self.problem, self.label, self.order, self.received, self.late)


class _Gathering:
    """The students of a root while its names are looked through."""

    def __init__(self, root: Root, layout: Layout | None) -> None:
        self._root = root
        self._layout = layout
        # By whether a layout names them, and who they are.
        self._people: dict[tuple[bool, str], tuple[Entry, dict[str, _Attempt]]] = {}
        self._groups: dict[str, tuple[str, ...]] = {}
        self._remarks: tuple[str, ...] = ()
        self._handed_in: dict[str, HandedIn] = {}
        if layout is not None and METADATA in layout.own:
            self._read_metadata()
        names = [file.path[0] for file in root.top.top_files()]
        loose = [_stem(name) for name in names if is_someones(name) and not self._entry(name)]
        self._called = Counter(map(plain_stem, loose))
        self._called.update(root.top.top_folders())

    def take_folder(self, folder: str) -> None:
        """A folder at the top is somebody's in any case."""
        entry = self._entry(folder, folder=True)
        handed_in = self._handed_in.get(folder)
        people = handed_in.people if handed_in else ()
        attempt = self._attempt(people[0] if people else entry, folder, key=folder)
        for one in people[1:]:
            self._of(one, named=True).setdefault(folder, attempt)
        if len(people) > 1:
            self._groups[folder] = tuple(one.name for one in people)
        try:
            tree = self._root.child(folder)
        except Unreadable as error:
            attempt.problem = str(error)
            return
        if handed_in:
            with contextlib.suppress(ValueError):
                attempt.received = iso_time(handed_in.created)
                attempt.order = attempt.received
        work = self._layout.work if self._layout and entry else ""
        if work in tree.top_folders():
            attempt.received = received_in(tree)[0]
            tree = tree.below(work)
        attempt.trees.append(tree)

    def take_file(self, file: File) -> None:
        """A file at the top, if it can be somebody's."""
        name = file.path[0]
        entry = self._entry(name)
        if entry is not None:
            files = self._attempt(entry, name).files
            # Of two files of one name each keeps its own.
            inner = name if entry.rest in files else entry.rest
            files[inner] = replace(file, path=(inner,))
        elif self._layout is not None and name in self._layout.own:
            return
        elif suffix_of(name, _ARCHIVES):
            stem = _stem(name)
            attempt = self._attempt(None, self._same(stem), key=name)
            attempt.order = f"{copy_number(stem):03}"
            try:
                attempt.trees.append(opened(file))
            except Unreadable as error:
                attempt.problem = str(error) if name in str(error) else f"{name}: {error}"
        elif is_someones(name):
            self._attempt(None, self._same(_stem(name)), key=_LOOSE).files[name] = file
        elif is_a_link_of_someone(file):
            self._attempt(None, name).problem = file.fault

    def students(self) -> list[Student]:
        """All of them, in the order in which they were met."""
        packed = self._root.top.packed
        alike = Counter(entry.name for entry, _ in self._people.values())
        # Parts that several people have are one object, and are read once.
        made: dict[int, Part] = {}
        found = []
        for (named, _), (entry, attempts) in self._people.items():
            for one in attempts.values():
                if id(one) not in made:
                    made[id(one)] = one.part(packed=packed)
            parts = [made[id(one)] for one in attempts.values()]
            parts = [one for one in parts if one.tree.files or one.problem] or parts[:1]
            group = next((key for key in attempts if key in self._groups), "")
            raw = entry.name
            if named and alike[entry.name] > 1:
                raw = f"{entry.name}_{next(iter(entry.ids.values()), entry.who)}"
            found.append(
                Student(
                    raw,
                    tuple(sorted(parts, key=lambda part: part.order)),
                    name=entry.name if named else "",
                    ids=entry.ids,
                    group=group,
                    together=self._groups.get(group, ()),
                    remarks=self._remarks if named else self._stray(attempts),
                )
            )
        return found

    def _stray(self, attempts: Mapping[str, _Attempt]) -> tuple[str, ...]:
        """What to know of files that lie beside the students' work, and may be nobody's."""
        if {*attempts} != {_LOOSE} or not (self._layout or self._root.top.top_folders()):
            return ()
        names = listed(sorted(attempts[_LOOSE].files))
        return (f"called so after {names} beside the other students' work",)

    def _entry(self, name: str, *, folder: bool = False) -> Entry | None:
        return self._layout.entry(name, folder) if self._layout else None

    def _of(self, one: Entry, *, named: bool) -> dict[str, _Attempt]:
        return self._people.setdefault((named, one.who), (one, {}))[1]

    def _attempt(self, entry: Entry | None, name: str, *, key: str = "") -> _Attempt:
        """Where what lies under a name belongs: to whom the layout says, or who is called so."""
        if entry is None:
            made = _Attempt(key or f"{name}/", "000")
            return self._of(Entry(who=name, name=name), named=False).setdefault(key, made)
        label = f"the hand-in of {entry.received or entry.attempt}" if entry.attempt else name
        made = _Attempt(label, entry.attempt, received=entry.received, late=entry.late)
        # A person's texts lie in another folder than the files, and are of the same hand-in.
        key = key if key in self._handed_in else entry.attempt
        return self._of(entry, named=True).setdefault(key, made)

    def _same(self, stem: str) -> str:
        """Whose a loose file is: a copy is whose that is of which it is one, if that is there."""
        plain = plain_stem(stem)
        return plain if self._called[plain] > 1 or stem == plain else stem

    def _read_metadata(self) -> None:
        for file in self._root.top.top_files():
            if file.path[0] == METADATA:
                try:
                    self._handed_in = people(file.read(METADATA_LIMIT))
                except ValueError as error:
                    self._remarks = (f"{error}, so nobody knows whose this is",)


def is_someones(name: str) -> bool:
    """Whether a loose file shows that somebody handed something in, by its name."""
    if suffix_of(name, SOURCE_SUFFIXES):
        return is_source(name)
    stem, dot, end = name.rpartition(".")
    if suffix_of(name, _WORK):
        return bool(suffix_of(name, _ARCHIVES)) or stem.casefold() not in _TITLES
    return (
        bool(dot and stem) and f".{end}".lower() not in _PAPERS and stem.casefold() not in _TITLES
    )


def is_a_link_of_someone(file: File) -> bool:
    """Whether it may stand for a student's folder: better a row too many than one too few."""
    name = file.path[-1]
    return bool(file.fault) and not suffix_of(name, _WORK + _PAPERS + (".html", ".txt"))


def _stem(name: str) -> str:
    return stem_of(name, _WORK) if suffix_of(name, _WORK) else name.rpartition(".")[0]
