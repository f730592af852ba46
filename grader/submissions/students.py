"""Who the students of a root are, and what of it is whose.

Whose is what, at the top of the root (or of the one folder in it that a download begins with): see
`gather`. An archive as root may have one folder around everything. A root that itself looks like a
student's folder, and holds nothing that could be another student's, is one student's, called by the
root's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from grader.submissions.gather import Part, Student, gathered, is_a_link_of_someone, layout_of
from grader.submissions.hand_in import archives_of, fits, sources_of, unwrapped
from grader.submissions.layouts.nbgrader import SUBMITTED, holds_submitted, is_of_a_course
from grader.submissions.model import (
    ARCHIVE_SUFFIXES,
    DOCUMENT_SUFFIXES,
    FOREIGN_SUFFIXES,
    SOURCE_SUFFIXES,
    Expected,
    Unreadable,
    stem_of,
    suffix_of,
)
from grader.submissions.root import Root
from grader.submissions.tree import Tree

_WORK = SOURCE_SUFFIXES + ARCHIVE_SUFFIXES + FOREIGN_SUFFIXES


def students_of(root: Root, course: Sequence[Expected]) -> tuple[str, list[Student]]:
    """The name of the system that the root comes from, if it is known, and the students in it.

    Whose is what follows from all of the course, whatever of it is marked this time.
    """
    inner = _inner_root(root, course)
    if layout_of(inner, course) is None and fits(inner.top, course):
        alone = _alone(inner, course)
        if alone is not None:
            return "", [alone]
    layout, students = gathered(inner, course)
    return layout or ("nbgrader" if inner.is_submitted else ""), students


def _inner_root(root: Root, course: Sequence[Expected]) -> Root:
    """The folder that holds the students, where the root has it as its own."""
    submitted = _submitted(root, course)
    if submitted is not None:
        return submitted
    folders = root.top.top_folders()
    if layout_of(root, course) is not None or len(folders) != 1 or fits(root.top, course):
        return root
    if archives_of(root.top) or sources_of(root.top):
        return root
    try:
        inner = root.step(folders[0])
    except Unreadable:
        return root
    if layout_of(inner, course, sure=True) is not None:
        return inner
    submitted = _submitted(inner, course)
    if submitted is not None and (
        inner.top.top_folders() != [SUBMITTED] or _of_two(submitted, course)
    ):
        return submitted
    if root.top.packed:
        if fits(inner.top, course):
            return root if _alone(inner, course) else inner
        if any(_looks_like_work(inner, name, course) for name in inner.top.top_folders()):
            return inner
    return root


def _submitted(root: Root, course: Sequence[Expected]) -> Root | None:
    """The folder of what was handed in, where the root is an nbgrader course."""
    folders = root.top.top_folders()
    if not holds_submitted(folders, {*folders, *(file.path[0] for file in root.top.top_files())}):
        return None
    # Two students may be called so.
    others = (name for name in folders if not is_of_a_course(name))
    if any(_looks_like_work(root, name, course) for name in others):
        return None
    return replace(root.step(SUBMITTED), is_submitted=True)


def _of_two(root: Root, course: Sequence[Expected]) -> bool:
    """Whether two people's work lies in a root: a folder of one may be called as nbgrader's is."""
    return sum(_looks_like_work(root, name, course) for name in root.top.top_folders()) > 1


def _looks_like_work(root: Root, folder: str, course: Sequence[Expected]) -> bool:
    try:
        return fits(unwrapped(root.child(folder), course), course)
    except Unreadable:
        return False


def _alone(root: Root, course: Sequence[Expected]) -> Student | None:
    """The one student whose folder the root is, if nothing in it could be another student's.

    A row too many is seen, and one too few is not: whoever can put a file of an assignment's name
    beside the others' would else take their rows away.
    """
    mine = {name.casefold() for one in course for name in (one.slug, one.module, *one.asked.given)}
    papers = [file for file in root.top.top_files() if suffix_of(file.path[0], DOCUMENT_SUFFIXES)]
    for file in [*sources_of(root.top), *archives_of(root.top), *papers]:
        if stem_of(file.path[0], _WORK + DOCUMENT_SUFFIXES).casefold() not in mine:
            return None
    for folder in root.top.top_folders():
        try:
            inner = root.child(folder)
        except Unreadable:
            return None
        if not _is_of_an_assignment(folder, inner, course) and any(
            suffix_of(file.path[-1], _WORK) or is_a_link_of_someone(file) for file in inner.files
        ):
            return None
    if any(is_a_link_of_someone(file) for file in root.top.top_files()):
        return None
    try:
        return Student(root.name, parts=(Part(root.whole()),))
    except Unreadable as error:
        return Student(root.name, parts=(Part(Tree(()), problem=str(error)),))


def _is_of_an_assignment(folder: str, inner: Tree, course: Sequence[Expected]) -> bool:
    """Whether a folder is called like an assignment, be it one that the course has no more.

    Such a one is called like those that are, `c1_` and the name of the module in it.
    """
    if any(folder.casefold() == one.slug.casefold() for one in course):
        return True
    stems = {file.path[0].rsplit(".", 1)[0] for file in sources_of(inner)}
    starts = {one.slug.removesuffix(one.module) for one in course} - {""}
    return any(
        re.fullmatch(re.sub(r"\d+", lambda _: r"\d+", re.escape(start)) + re.escape(stem), folder)
        for start in starts
        for stem in stems
    )
