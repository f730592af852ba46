"""What a student handed in at once: his files, with those of the archives among them.

Each archive is opened once, whatever it is looked through for; one that can't be opened is told and
stops nothing else. One that lies in a student's own archive is not opened; one in the archive of a
class is a student's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from grader.submissions.archives import archive_tree
from grader.submissions.belongs import HALF, exercises_of, owner
from grader.submissions.model import (
    ARCHIVE_SUFFIXES,
    FOREIGN_SUFFIXES,
    SOURCE_SUFFIXES,
    STUDENT_LIMITS,
    Expected,
    Unreadable,
    stem_of,
    suffix_of,
)
from grader.submissions.names import listed, shown
from grader.submissions.read import defined_in
from grader.submissions.tree import File, Tree

# The last is the handout's.
_HELPERS = frozenset({"__init__.py", "__main__.py", "conftest.py", "setup.py", "public_checks.py"})
_ARCHIVES = ARCHIVE_SUFFIXES + FOREIGN_SUFFIXES
MOST_ARCHIVES = 5


@dataclass(frozen=True)
class Archive:
    """An archive, the assignment it is named for, and its tree or why it can't be read."""

    file: File
    whose: str
    tree: Tree | None = None
    problem: str = ""


@dataclass(frozen=True)
class HandIn:
    """What a student handed in at once: his tree, and the archives in it, each opened once."""

    tree: Tree
    course: Sequence[Expected]
    archives: tuple[Archive, ...] = ()
    # By the identity of files that the trees hold, which live as long as this.
    _defined: dict[int, frozenset[str]] = field(default_factory=dict)
    _owners: dict[int, Expected | None] = field(default_factory=dict)

    @property
    def blame(self) -> str:
        """Why archives can't be read, which may hold anything whatever they are called."""
        return "; ".join(one.problem for one in self.archives if one.problem)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was passed over in it, and in its archives."""
        told: list[str] = []
        trees = [("", self.tree)]
        trees += [(f"{one.file.name}/", one.tree) for one in self.archives if one.tree is not None]
        for name, tree in trees:
            told.extend(tree.remarks)
            told.extend(file.fault for file in tree.files if file.fault)
            told.extend(
                f"{name}{shown('/'.join(path))}/: a virtual environment, which is not looked into"
                for path in tree.environments
            )
        return tuple(told)

    def files(self) -> list[File]:
        """All files, with those of the archives that were opened in their place."""
        trees = {one.file.path: one.tree for one in self.archives}
        found: list[File] = []
        for file in self.tree.files:
            tree = trees.get(file.path)
            found.extend([file] if tree is None else tree.files)
        return found

    def owner(self, file: File) -> Expected | None:
        """The assignment that a file is named for, looked up once for all assignments."""
        if id(file) not in self._owners:
            stem = stem_of(file.path[-1], SOURCE_SUFFIXES)
            self._owners[id(file)] = owner(file.path, stem, self.course)
        return self._owners[id(file)]

    def defined(self, file: File) -> frozenset[str]:
        """The names that a file of these seems to define, looked up once."""
        if id(file) not in self._defined:
            self._defined[id(file)] = defined_in(file)
        return self._defined[id(file)]


def hand_in_of(tree: Tree, course: Sequence[Expected]) -> HandIn:
    """What a student handed in, its archives opened. Never raises for what is in them."""
    archives: list[Archive] = []
    for file in tree.files:
        whose = owner(file.path, stem_of(file.path[-1], _ARCHIVES), course)
        if not suffix_of(file.path[-1], _ARCHIVES) or not (whose or len(file.path) <= 2):
            continue
        slug = whose.slug if whose else ""
        if len(archives) >= MOST_ARCHIVES:
            problem = f"{file.name} was not opened: there are more than {MOST_ARCHIVES} archives"
            archives.append(Archive(file, slug, problem=problem))
            break
        try:
            if tree.own:
                raise Unreadable(
                    f"{file.name} is an archive inside an archive, which is not opened; "
                    "unpack the outer one first"
                )
            inner = unwrapped(opened(file, origin=f"{file.name}/"), course)
            archives.append(Archive(file, slug, inner))
        except Unreadable as error:
            said = str(error)
            problem = said if file.name in said else f"{file.name}: {said}"
            archives.append(Archive(file, slug, problem=problem))
    return HandIn(tree, course, tuple(archives))


def fits(tree: Tree, course: Sequence[Expected]) -> bool:
    """Whether some file, folder or archive at the top has the name of an assignment."""
    names = {name.casefold() for one in course for name in (one.slug, one.module)}
    slugs = {one.slug.casefold() for one in course}
    return any(folder.casefold() in slugs for folder in tree.top_folders()) or any(
        file.path[0][: -len(suffix)].casefold() in names
        for file in tree.top_files()
        if (suffix := suffix_of(file.path[0], SOURCE_SUFFIXES + ARCHIVE_SUFFIXES))
    )


def unwrapped(tree: Tree, course: Sequence[Expected]) -> Tree:
    """The tree without the one folder around everything, if there is one; names still tell it."""
    folders = tree.top_folders()
    if len(folders) != 1 or fits(tree, course) or sources_of(tree) or archives_of(tree):
        return tree
    inner = tree.below(folders[0])
    around = f"{shown(folders[0])}/"
    files = tuple(replace(file, origin=f"{file.origin}{around}") for file in inner.files)
    return replace(inner, files=files)


def is_source(name: str) -> bool:
    """Whether a file may be a student's work, by its name."""
    return bool(
        suffix_of(name, SOURCE_SUFFIXES) and name not in _HELPERS and not name.startswith("test_")
    )


def sources_of(tree: Tree) -> list[File]:
    """The files at the top that may be a student's work."""
    return [file for file in tree.top_files() if is_source(file.path[0])]


def archives_of(tree: Tree) -> list[File]:
    """The archives at the top, those of a kind that isn't read too."""
    return [file for file in tree.top_files() if suffix_of(file.path[0], _ARCHIVES)]


def opened(archive: File, *, origin: str = "") -> Tree:
    """The tree of a student's archive. Raises Unreadable."""
    if suffix_of(archive.path[-1], FOREIGN_SUFFIXES):
        raise Unreadable(f"{archive.name} is of a kind that is not read; hand in a .zip")
    data = archive.read(STUDENT_LIMITS.packed)
    return archive_tree(data, limits=STUDENT_LIMITS, own=True, origin=origin)


def nothing(hand_in: HandIn, expected: Expected) -> str:
    """The sentence for an assignment that no file was found for."""
    start = f"nothing was handed in for {expected.slug}"
    tree, files = hand_in.tree, hand_in.files()
    if tree.remarks and not files:
        return f"{start}: {tree.remarks[0]}"
    found = [file.name for file in files] or [f"{name}/" for name in tree.top_folders()]
    there = f"found {listed(found)}" if found else "the folder is empty"
    packed = [file for file in files if suffix_of(file.path[-1], _ARCHIVES) and file.origin]
    if found and not files:
        there += ", with no file in it that could be the work"
    elif packed:
        inner = shown(packed[0].path[-1])
        return (
            f"{start}: {there}; archives inside archives are not opened: unpack the outer one, and "
            f"hand in {inner} by itself"
        )
    elif not any(suffix_of(file.path[-1], SOURCE_SUFFIXES) for file in files) and found:
        there += "; only .py and .ipynb files are read, so hand in the one that you worked in"
    there += _too_little(hand_in, expected)
    names = f"{expected.slug}/{expected.module}"
    return (
        f"{start}: {there}; accepted are {names}.py, {names}.ipynb, "
        f"{expected.slug}.py, {expected.module}.py and {expected.slug}.zip"
    )


def _too_little(hand_in: HandIn, expected: Expected) -> str:
    """What a file that is named for nothing lacks to be taken for an assignment; "" for nothing."""
    asked = exercises_of(expected)
    unnamed = [
        (len(asked & hand_in.defined(file)), file)
        for file in hand_in.files()
        if is_source(file.path[-1]) and hand_in.owner(file) is None
    ]
    most, file = max(unnamed, key=lambda one: one[0], default=(0, None))
    if not file or not 0 < most < HALF * len(asked):
        return ""
    return (
        f"; {file.name} holds {most} of the assignment's {len(asked)} functions, and a file of "
        "such a name is taken if it holds half of them"
    )
