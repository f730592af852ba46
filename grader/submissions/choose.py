"""Which file of a student's tree is the work for an assignment.

The rules, the first that fits wins; of a `.py` and an `.ipynb` of one name, the one in which
more functions are filled in, and the `.py` where it is as many:

1. `<slug>/<module>` or `<slug>/<slug>`
2. `<slug>` or `<module>` directly in the student's folder
3. an archive `<slug>.zip`, `.tar`, `.tar.gz` or `.tgz` in the student's folder
4. the only `.py` or `.ipynb` file in `<slug>/`
5. the only archive in `<slug>/`
6. where a single assignment is expected: the only `.py` or `.ipynb` file of the student
7. the only archive in the student's folder, whatever its name

Case is ignored unless two names differ by nothing else. One folder around everything is
looked through. What was there and not taken is noted; several files that can't be told
apart are a problem that names them. Archives inside archives are not opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.submissions.archives import archive_tree
from grader.submissions.model import (
    ARCHIVE_SUFFIXES,
    FOREIGN_SUFFIXES,
    SOURCE_SUFFIXES,
    STUDENT_LIMITS,
    Expected,
    Unreadable,
    suffix_of,
)
from grader.submissions.names import listed
from grader.submissions.read import Found, Seen, look_into
from grader.submissions.tree import File, Tree

# The last is the handout's.
_HELPERS = frozenset({"__init__.py", "__main__.py", "conftest.py", "setup.py", "public_checks.py"})


def choose(tree: Tree, expected: Expected, course: Sequence[Expected]) -> Found | None:
    """The file for one assignment in an unwrapped tree, None if there is none.

    Raises Unreadable if there are several, or if the archive it must be in can't be read.
    """
    folder = _slug_folder(tree, expected.slug)
    # Two assignments with one module name: a file of that name says nothing by itself.
    single = sum(other.module == expected.module for other in course) == 1
    names = (expected.slug, expected.module) if single else (expected.slug,)
    found = [*_named(folder, (expected.module, expected.slug)), *_named(tree, names)]
    if found:
        return _first(found, expected)
    for archive in archives_of(tree):
        suffix = suffix_of(archive.path[0], ARCHIVE_SUFFIXES)
        if archive.path[0][: -len(suffix)].casefold() == expected.slug.casefold():
            return _inside(archive, tree, expected)
    return (
        _only_source(folder, expected)
        or _only_archive(folder, expected)
        or (_only_source(tree, expected) if len(course) == 1 else None)
    )


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
    """The tree without the one folder around everything, if there is one."""
    folders = tree.top_folders()
    if len(folders) != 1 or fits(tree, course) or sources_of(tree) or archives_of(tree):
        return tree
    return tree.below(folders[0])


def sources_of(tree: Tree) -> list[File]:
    """The files at the top that may be a student's work."""
    return [
        file
        for file in tree.top_files()
        if suffix_of(file.path[0], SOURCE_SUFFIXES)
        and file.path[0] not in _HELPERS
        and not file.path[0].startswith("test_")
    ]


def archives_of(tree: Tree) -> list[File]:
    """The archives at the top, those of a kind that isn't read too."""
    return [
        file
        for file in tree.top_files()
        if suffix_of(file.path[0], ARCHIVE_SUFFIXES + FOREIGN_SUFFIXES)
    ]


def opened(archive: File, *, nested: bool, origin: str = "") -> Tree:
    """The tree of a student's archive. Raises Unreadable."""
    if nested:
        raise Unreadable(
            f"{archive.name} is an archive inside an archive, which is not opened; "
            "unpack the outer one first"
        )
    if suffix_of(archive.path[-1], FOREIGN_SUFFIXES):
        raise Unreadable(f"{archive.name} is of a kind that is not read; hand in a .zip")
    data = archive.read(STUDENT_LIMITS.packed)
    return archive_tree(data, limits=STUDENT_LIMITS, own=True, origin=origin)


def only_archive(tree: Tree, course: Sequence[Expected]) -> Tree | None:
    """Rule 7: the tree of the student's only archive, unwrapped. Raises Unreadable."""
    archives = archives_of(tree)
    if len(archives) != 1:
        return None
    inner = opened(archives[0], nested=tree.packed, origin=f"{archives[0].name}/")
    return unwrapped(inner, course)


def nothing(tree: Tree, expected: Expected) -> str:
    """The sentence for an assignment that no file was found for."""
    start = f"nothing was handed in for {expected.slug}"
    if tree.remarks:
        return f"{start}: {tree.remarks[0]}"
    found = [file.name for file in tree.files] or [f"{name}/" for name in tree.top_folders()]
    there = f"found {listed(found)}" if found else "the folder is empty"
    names = f"{expected.slug}/{expected.module}"
    return (
        f"{start}: {there}; accepted are {names}.py, {names}.ipynb, "
        f"{expected.slug}.py, {expected.module}.py and {expected.slug}.zip"
    )


def _slug_folder(tree: Tree, slug: str) -> Tree:
    names = [name for name in tree.top_folders() if name.casefold() == slug.casefold()]
    if not names:
        return Tree(())
    inner = tree.below(slug if slug in names else names[0])
    folders = inner.top_folders()
    # Unpacking often makes a folder of the archive's name inside one of the same name.
    if len(folders) == 1 and not sources_of(inner) and not archives_of(inner):
        return inner.below(folders[0])
    return inner


def _named(tree: Tree, names: tuple[str, ...]) -> list[Found]:
    wanted = [f"{name}{suffix}" for suffix in SOURCE_SUFFIXES for name in dict.fromkeys(names)]
    found: list[Found] = []
    for name in wanted:
        same = [file for file in tree.top_files() if file.path[0].casefold() == name.casefold()]
        same.sort(key=lambda file: file.path[0] != name)
        found.extend(Found(file, tree) for file in same)
    return found


def _only_source(tree: Tree, expected: Expected) -> Found | None:
    files = sources_of(tree)
    if not files:
        return None
    stems = {file.path[0].rsplit(".", 1)[0] for file in files}
    files.sort(key=lambda file: suffix_of(file.path[0], SOURCE_SUFFIXES) != ".py")
    if len(stems) > 1:
        names = listed([file.name for file in files])
        raise Unreadable(f"it is not clear which file to read: {names}; hand in one of them")
    return _first([Found(file, tree) for file in files], expected)


def _first(found: list[Found], expected: Expected) -> Found:
    """The first, or its twin of the other kind where that holds more of the student's work.

    The handout has each assignment as a module and as a notebook, and many hand in both, one
    of them as they got it.
    """
    first = found[0]
    twins = [each for each in found if _stem(each.file) == _stem(first.file)]
    chosen = first
    if len(twins) > 1:
        twins = [replace(each, seen=look_into(each.file, expected)) for each in twins]
        chosen = max(twins, key=lambda each: _filled_in(each.seen))
    rest = [each.file.name for each in found if each.file is not chosen.file]
    why = "is there too" if chosen.file is first.file else "has more functions filled in"
    notes = (f"{listed(rest)}: not read, as {chosen.file.name} {why}",) if rest else ()
    return replace(chosen, notes=notes)


def _stem(file: File) -> tuple[str, ...]:
    *folders, name = file.path
    return (*folders, name.rpartition(".")[0])


def _filled_in(seen: Seen | None) -> int:
    """How many functions and classes are more than stubs; -1 where the file can't be read."""
    if seen is None or seen.problem or seen.reading is None or seen.reading.problem:
        return -1
    return len(seen.reading.filled_in)


def _only_archive(folder: Tree, expected: Expected) -> Found | None:
    archives = archives_of(folder)
    if len(archives) > 1:
        names = listed([file.name for file in archives])
        raise Unreadable(f"it is not clear which archive to read: {names}; hand in one of them")
    return _inside(archives[0], folder, expected) if archives else None


def _inside(archive: File, around: Tree, expected: Expected) -> Found:
    inner = opened(archive, nested=around.packed, origin=f"{archive.name}/")
    inner = unwrapped(inner, [expected])
    found = choose(inner, expected, [expected])
    if found is None:
        raise Unreadable(f"{archive.name}: {nothing(inner, expected)}")
    # The time stamp beside the archive was written when it was received.
    return replace(found, folder=around)
