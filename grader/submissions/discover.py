"""From a folder or archive of a class to one `Submission` per student and assignment.

Never raises for what one student handed in: that student's rows say what is wrong, and the
others go on. Raises UsageProblem when there is nothing to read at all.

Students are, at the top of the root (or of `submitted/`, if the root is an nbgrader course):
each folder; each archive, by its name; each loose `.py` or `.ipynb` file, by its name or by
what a Moodle download puts before it. An archive as root may have one folder around
everything. A root that itself looks like a student's folder, and holds nothing that could be
another student's, is one student's, called by the root's name. Which file of a student is read: see
`choose`.
"""

from __future__ import annotations

import re
import stat
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.errors import UsageProblem
from grader.submissions.archives import archive_tree
from grader.submissions.beside import modules_in
from grader.submissions.choose import (
    archives_of,
    choose,
    fits,
    nothing,
    only_archive,
    opened,
    sources_of,
    unwrapped,
)
from grader.submissions.layouts.moodle import moodle_name
from grader.submissions.layouts.nbgrader import SUBMITTED, holds_submitted, is_of_a_course
from grader.submissions.model import (
    ARCHIVE_SUFFIXES,
    CLASS_LIMITS,
    FOREIGN_SUFFIXES,
    SOURCE_SUFFIXES,
    Expected,
    Submission,
    Unreadable,
    suffix_of,
)
from grader.submissions.names import shortened, shown, student_names
from grader.submissions.read import Found, read_found
from grader.submissions.tree import File, Tree, file_at, folder_tree

# An assignment is asked of a class by one in so many of its students, and by so many of them.
ASKED_SHARE, ASKED_LEAST = 2, 2
_WORK = SOURCE_SUFFIXES + ARCHIVE_SUFFIXES + FOREIGN_SUFFIXES
_PAPERS = (".cfg", ".csv", ".html", ".json", ".log", ".md", ".pdf", ".toml", ".txt")


@dataclass(frozen=True)
class _Root:
    """What lies at the top, and how to look into its folders."""

    name: str
    top: Tree
    child: Callable[[str], Tree]
    step: Callable[[str], _Root]
    whole: Callable[[], Tree]


@dataclass(frozen=True)
class _Student:
    """One student's tree, or why there is none."""

    raw: str
    tree: Tree = field(default_factory=lambda: Tree(()))
    problem: str = ""


@dataclass(frozen=True)
class _Work:
    """What a student handed in: by slug, a file or the problem with it."""

    tree: Tree
    found: dict[str, Found | str]
    blame: str


def discover(
    root: Path, expected: Sequence[Expected], *, asked: Collection[str] = ()
) -> list[Submission]:
    """Every student's rows, sorted: what he handed in, and what is asked of the class.

    That is what the instructor `asked` for by name, or else what the class itself handed in (see
    `_asked_by_the_class`). A student who would have no row has one for each expected assignment.
    Raises UsageProblem if the root isn't there, is no archive or holds no student.
    """
    if not expected:
        raise UsageProblem("The course has no assignment to read submissions for.")
    try:
        students = _students(_inner_root(_open_root(root), expected), expected)
    except Unreadable as error:
        raise UsageProblem(f"{shown(str(root))} can't be read: {error}.") from None
    if not students:
        raise UsageProblem(
            f"{shown(str(root))} holds no submissions; it needs a folder for each student."
        )
    names = student_names([student.raw for student in students])
    works = [_work(student, expected) for student in students]
    of_everyone = {*asked} or _asked_by_the_class(works)
    rows = [
        _row(name, notes, work, one)
        for (name, notes), work in zip(names, works, strict=True)
        for one in _wanted(work, expected, of_everyone)
    ]
    return sorted(rows, key=lambda row: (row.student, row.assignment))


def _asked_by_the_class(works: Sequence[_Work]) -> set[str]:
    """What at least half of those handed in who handed in anything, and at least two.

    If less were enough, a file or two of one student's would be zeros for everybody else; and if
    all had to, one who leaves something out would have no zero there.
    """
    handed_in = Counter(slug for work in works for slug in work.found)
    active = sum(bool(work.found) for work in works)
    least = max(active / ASKED_SHARE, ASKED_LEAST)
    return {slug for slug, count in handed_in.items() if count >= least}


def _wanted(
    work: _Work, expected: Sequence[Expected], of_everyone: Collection[str]
) -> list[Expected]:
    """The assignments that a student has a row for."""
    mine = [one for one in expected if one.slug in work.found or one.slug in of_everyone]
    return mine or list(expected)


def _row(name: str, notes: tuple[str, ...], work: _Work, expected: Expected) -> Submission:
    found = work.found.get(expected.slug) or work.blame or nothing(work.tree, expected)
    if isinstance(found, str):
        problem = shortened(found)
        return Submission(student=name, assignment=expected.slug, problem=problem, notes=notes)
    # What else lies there may be more of his work, and has no row of its own.
    unread = (f"besides what was marked: {work.blame}",) if work.blame else ()
    chosen = [one.file for one in work.found.values() if isinstance(one, Found)]
    earlier = {**modules_in(work.tree.files), **modules_in(chosen)}
    found = replace(found, notes=notes + found.notes + unread, earlier=earlier)
    return read_found(found, expected, student=name)


def _work(student: _Student, expected: Sequence[Expected]) -> _Work:
    if student.problem:
        return _Work(student.tree, {}, student.problem)
    tree = unwrapped(student.tree, expected)
    found = _choices(tree, expected, expected)
    missing = [one for one in expected if one.slug not in found]
    try:
        inner = only_archive(tree, expected) if missing else None
    except Unreadable as error:
        return _Work(tree, found, str(error))
    if inner is None:
        return _Work(tree, found, "")
    more = _choices(inner, missing, expected)
    return _Work(tree if found else inner, found | more, "")


def _choices(
    tree: Tree, wanted: Sequence[Expected], course: Sequence[Expected]
) -> dict[str, Found | str]:
    found: dict[str, Found | str] = {}
    for one in wanted:
        try:
            choice = choose(tree, one, course)
        except Unreadable as error:
            found[one.slug] = str(error)
        else:
            if choice is not None:
                found[one.slug] = choice
    return found


# -- the root -------------------------------------------------------------------------------


def _open_root(root: Path) -> _Root:
    try:
        mode = root.stat().st_mode
    except (OSError, RuntimeError, ValueError):
        raise UsageProblem(f"There is no folder or archive {shown(str(root))}.") from None
    if stat.S_ISDIR(mode):
        return _folder_root(root.resolve())
    suffix = suffix_of(root.name, ARCHIVE_SUFFIXES)
    if not stat.S_ISREG(mode) or not suffix:
        raise UsageProblem(
            f"{shown(str(root))} is no folder and no archive; "
            "name the folder that holds a folder for each student."
        )
    data = file_at(root).read(CLASS_LIMITS.packed)
    tree = archive_tree(data, limits=CLASS_LIMITS, own=False)
    return _archive_root(root.name[: -len(suffix)], tree)


def _folder_root(folder: Path, name: str = "") -> _Root:
    top = folder_tree(folder, depth=1)
    return _Root(
        name or folder.name,
        top,
        lambda child: folder_tree(folder / child),
        lambda child: _folder_root(folder / child, name or folder.name),
        lambda: folder_tree(folder),
    )


def _archive_root(name: str, tree: Tree) -> _Root:
    return _Root(
        name,
        tree,
        tree.opened,
        lambda child: _archive_root(name, tree.below(child)),
        lambda: tree,
    )


def _students(root: _Root, expected: Sequence[Expected]) -> list[_Student]:
    if fits(root.top, expected):
        alone = _alone(root, expected)
        if alone is not None:
            return [alone]
    students: list[_Student] = []
    for folder in root.top.top_folders():
        students.extend(_of_folder(root, folder))
    loose: dict[str, list[File]] = {}
    sources = set(sources_of(root.top))
    for file in root.top.top_files():
        name = file.path[0]
        moodle = moodle_name(name)
        if moodle and moodle.rest and suffix_of(name, SOURCE_SUFFIXES + ARCHIVE_SUFFIXES):
            loose.setdefault(moodle.who, []).append(File((moodle.rest,), file.size, file.load))
        elif suffix := suffix_of(name, ARCHIVE_SUFFIXES + FOREIGN_SUFFIXES):
            students.append(_of_archive(file, name[: -len(suffix)], packed=root.top.packed))
        elif file in sources:
            loose.setdefault(name[: -len(suffix_of(name, SOURCE_SUFFIXES))], []).append(file)
        elif _is_a_link_of_someone(file):
            students.append(_Student(name, problem=file.fault))
    students.extend(
        _Student(who, Tree(tuple(files), packed=root.top.packed)) for who, files in loose.items()
    )
    return students


def _is_a_link_of_someone(file: File) -> bool:
    """Whether it may stand for a student's folder: better a row too many than one too few."""
    return bool(file.fault) and not suffix_of(file.path[0], _WORK + _PAPERS)


def _of_folder(root: _Root, folder: str) -> list[_Student]:
    moodle = moodle_name(folder)
    who = moodle.who if moodle and not moodle.rest else folder
    try:
        tree = root.child(folder)
    except Unreadable as error:
        return [_Student(who, problem=str(error))]
    # What was typed into a form lies beside the files of the same student.
    if moodle and moodle.is_text and moodle.files_beside() & set(root.top.top_folders()):
        return []
    return [_Student(who, tree)]


def _of_archive(file: File, who: str, *, packed: bool) -> _Student:
    try:
        return _Student(who, opened(file, nested=packed))
    except Unreadable as error:
        return _Student(who, problem=str(error))


def _inner_root(root: _Root, expected: Sequence[Expected]) -> _Root:
    """The folder that holds the students, where the root has it as its own."""
    folders = root.top.top_folders()
    beside = {*folders, *(file.path[0] for file in root.top.top_files())}
    if holds_submitted(folders, beside):
        # Two students may be called so.
        others = (name for name in folders if not is_of_a_course(name))
        if not any(_looks_like_work(root, name, expected) for name in others):
            return root.step(SUBMITTED)
    if root.top.packed and len(folders) == 1 and not fits(root.top, expected):
        if archives_of(root.top) or sources_of(root.top):
            return root
        inner = root.step(folders[0])
        if fits(inner.top, expected):
            return root if _alone(inner, expected) else inner
        if any(_looks_like_work(inner, name, expected) for name in inner.top.top_folders()):
            return inner
    return root


def _looks_like_work(root: _Root, folder: str, expected: Sequence[Expected]) -> bool:
    try:
        return fits(unwrapped(root.child(folder), expected), expected)
    except Unreadable:
        return False


def _alone(root: _Root, expected: Sequence[Expected]) -> _Student | None:
    """The one student whose folder the root is, if nothing in it could be another student's.

    A row too many is seen, and one too few is not: whoever can put a file of an assignment's name
    beside the others' would else take their rows away.
    """
    mine = {
        name.casefold() for one in expected for name in (one.slug, one.module, *one.asked.given)
    }
    for file in [*sources_of(root.top), *archives_of(root.top)]:
        suffix = suffix_of(file.path[0], _WORK)
        if file.path[0][: -len(suffix)].casefold() not in mine:
            return None
    for folder in root.top.top_folders():
        try:
            inner = root.child(folder)
        except Unreadable:
            return None
        if not _is_of_an_assignment(folder, inner, expected) and any(
            suffix_of(file.path[-1], _WORK)
            or (file.fault and not suffix_of(file.path[-1], _PAPERS))
            for file in inner.files
        ):
            return None
    if any(_is_a_link_of_someone(file) for file in root.top.top_files()):
        return None
    try:
        return _Student(root.name, root.whole())
    except Unreadable as error:
        return _Student(root.name, problem=str(error))


def _is_of_an_assignment(folder: str, inner: Tree, expected: Sequence[Expected]) -> bool:
    """Whether a folder is called like an assignment, be it one that is not marked this time.

    Such a one is called like those that are, `c1_` and the name of the module in it.
    """
    if any(folder.casefold() == one.slug.casefold() for one in expected):
        return True
    stems = {file.path[0].rsplit(".", 1)[0] for file in sources_of(inner)}
    starts = {one.slug.removesuffix(one.module) for one in expected} - {""}
    return any(
        re.fullmatch(re.sub(r"\d+", lambda _: r"\d+", re.escape(start)) + re.escape(stem), folder)
        for start in starts
        for stem in stems
    )
