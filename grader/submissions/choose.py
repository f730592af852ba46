"""Which file of what a student handed in is the work for an assignment.

Looked at are the `.py` and `.ipynb` files of his folder, wherever they lie in it, and of the
archives in it, in this order:

1. those named for the assignment: `<slug>/<module>`, `<slug>/<slug>`, `<slug>` or `<module>` at the
   top, then `<module> (1)`, `<module>_final`, `Copy of <module>` and the like, and those names
   in other folders and in archives
2. the only other file in the assignment's folder or archive
3. in a course of a single assignment, the only other file at the top; else, and in folders, one
   that defines half of the assignment's functions: whichever assignments are marked this time

Of several that are named for it, the one in which most of the assignment's functions are filled in
is taken; where that is as many, the one with the highest number of a copy, then the first in the
order above. A file that holds nothing but the handout's stubs is taken only if there is no other.
A file that is named for another assignment, or that holds mostly another one's functions, is never
taken. What was there and not taken is noted with the reason; several files that can't be told
apart are a problem that names them. Archives inside archives are not opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.submissions.belongs import (
    HALF,
    called_like,
    copy_number,
    exercises_of,
    foreign,
    plain_stem,
    share,
)
from grader.submissions.beside import imported
from grader.submissions.hand_in import Archive, HandIn, is_source, nothing
from grader.submissions.model import (
    DOCUMENT_SUFFIXES,
    SOURCE_SUFFIXES,
    Expected,
    Unreadable,
    is_notebook,
    stem_of,
    suffix_of,
)
from grader.submissions.names import is_ignored, listed, shown
from grader.submissions.read import Found, Seen, look_into
from grader.submissions.tree import File, Tree

# How much of what one student hands in is looked at for what it may be; the rest is named.
MOST_SOURCES = 60
MOST_LOOKED_INTO = 12

# Where a candidate comes from, in the order in which they are tried.
_NAMED, _INSIDE, _AT_THE_TOP, _ELSEWHERE = range(4)


@dataclass(frozen=True)
class _Candidate:
    """A file that may be the work: where it comes from, its place in the order, how it is named."""

    group: int
    order: tuple[object, ...]
    file: File
    archive: Archive | None
    found: Found
    where: str
    copy: int


def choose(hand_in: HandIn, expected: Expected) -> Found | None:
    """The file for one assignment, None if there is none.

    Raises Unreadable if there are several, or if what is named for it can't be read.
    """
    candidates, strangers = _candidates(hand_in, expected)
    documents = [file for file in hand_in.files() if suffix_of(file.path[-1], DOCUMENT_SUFFIXES)]
    mine = [one for one in hand_in.archives if one.whose == expected.slug]
    broken = [one.problem for one in mine if one.problem]
    if not candidates:
        if broken or strangers:
            raise Unreadable((broken or strangers)[0])
        if mine:
            raise Unreadable(nothing(hand_in, expected))
        return None
    if len(candidates) == 1 and not (documents or broken):
        return _finished(candidates[0], strangers, hand_in, expected)
    chosen: _Candidate | None = None
    unclear: list[Unreadable] = []
    for group in (_NAMED, _INSIDE, _AT_THE_TOP, _ELSEWHERE):
        these = [one for one in candidates if one.group == group]
        if not these or (chosen is not None and not _is_untouched(chosen.found.seen, expected)):
            continue
        read = {
            one.where: replace(one, found=_looked_into(one.found, expected))
            for one in these[:MOST_LOOKED_INTO]
        }
        candidates = [read.get(one.where, one) for one in candidates]
        try:
            best = _best(list(read.values()), expected, settled=group == _NAMED)
        except Unreadable as error:
            unclear.append(error)
            continue
        if chosen is None or filled(best.found.seen, expected) > 0:
            chosen = best
    if chosen is None:
        raise unclear[0]
    others = [
        one
        for one in candidates
        if one.where != chosen.where and not _is_imported(one, chosen, expected)
    ]
    told = [*_why_not(chosen, others, expected)]
    untouched = not _problem(chosen.found.seen) and _is_untouched(chosen.found.seen, expected)
    if (others or documents) and untouched:
        told.insert(0, f"{chosen.where} was taken, and nothing is filled in there")
        if documents:
            names = listed([file.name for file in documents])
            told.append(f"{names}: not read, as only .py and .ipynb files are")
    return _finished(chosen, [*told, *strangers], hand_in, expected)


def named_for(folder: Path, expected: Expected) -> list[Path]:
    """The files directly in a folder whose names are those of its assignment's work, or of copies
    of it; those that are called just so first.
    """

    def order(file: Path) -> tuple[object, ...]:
        stem = stem_of(file.name, SOURCE_SUFFIXES)
        exact = stem.casefold() == expected.module.casefold()
        return not exact, is_notebook(file.name), file.name

    found = [
        file
        for file in folder.iterdir()
        if is_source(file.name)
        and not is_ignored(file.name)
        and file.name.removesuffix(".py") not in expected.asked.given
        and called_like(stem_of(file.name, SOURCE_SUFFIXES), [expected])
        and file.is_file()
    ]
    return sorted(found, key=order)


def filled(seen: Seen | None, expected: Expected) -> int:
    """How many of the assignment's functions are more than stubs; of all, if those are not known.

    -1 for nothing but stubs, and a notebook without any code; 0 for what can't be read, or holds
    neither.
    """
    if seen is not None and seen.reading is not None and not seen.reading.source:
        return -1
    if seen is None or seen.problem or seen.reading is None or seen.reading.problem:
        return 0
    asked = exercises_of(expected)
    done, stubs = seen.reading.filled_in, seen.reading.stubs
    if asked:
        done, stubs = done & asked, stubs & asked
    return len(done) or (-1 if stubs else 0)


# -- candidates -----------------------------------------------------------------------------


def _candidates(hand_in: HandIn, expected: Expected) -> tuple[list[_Candidate], list[str]]:
    """What may be the work, in order; and the sentences on what is named for it and is not."""
    found: list[_Candidate] = []
    strangers: list[str] = []
    alone = len(hand_in.course) == 1
    places: list[tuple[Tree, Archive | None]] = [(hand_in.tree, None)]
    places += [(one.tree, one) for one in hand_in.archives if one.tree is not None]
    for tree, archive in places:
        these = [
            one
            for file in tree.files
            if is_source(file.path[-1])
            and file.path[-1].removesuffix(".py") not in expected.asked.given
            if (one := _candidate(hand_in, file, archive, expected)) is not None
        ]
        these.sort(key=lambda one: (one.group, one.order))
        for one in these[:MOST_SOURCES]:
            defined = hand_in.defined(one.file)
            named = one.group in (_NAMED, _INSIDE)
            by_place = named or (alone and one.group == _AT_THE_TOP)
            stranger = foreign(defined, expected, hand_in.course, named=named)
            if stranger is None and (by_place or share(defined, expected) >= HALF):
                found.append(one)
            elif stranger is not None and by_place:
                strangers.append(
                    f"{one.where} holds the functions of {stranger.slug}, "
                    f"so it was not marked as {expected.slug}"
                )
    return sorted(found, key=lambda one: (one.group, one.order)), strangers


def _candidate(
    hand_in: HandIn, file: File, archive: Archive | None, expected: Expected
) -> _Candidate | None:
    """A file as a candidate; None for one that is named for another assignment."""
    name, course = file.path[-1], hand_in.course
    suffix, stem = suffix_of(name, SOURCE_SUFFIXES), stem_of(name, SOURCE_SUFFIXES)
    whose = hand_in.owner(file)
    packed = archive.whose if archive else ""
    if (whose.slug if whose else packed or expected.slug) != expected.slug:
        return None
    depth = _depth(file.path, expected, course)
    inside = depth is not None or packed == expected.slug
    called = [one.slug for one in called_like(stem, course)]
    is_named = expected.slug in called and (inside or len(called) == 1)
    # A file there is named without its folder in a report, as students know it.
    at_home = len(file.path) == 1 or depth == len(file.path) - 2
    names = (expected.module, expected.slug)
    if depth is None:
        names = (expected.slug, expected.module)
    folded = [one.casefold() for one in names]
    exact = stem.casefold() in folded
    if is_named:
        group = _NAMED
    elif inside:
        group = _INSIDE
    else:
        group = _AT_THE_TOP if len(file.path) == 1 else _ELSEWHERE
    order = (
        archive is not None,
        not exact,
        (depth is None) if at_home else 2,
        (".py", ".ipynb", suffix).index(suffix),
        folded.index(stem.casefold()) if exact else 2,
        stem not in names,
        file.path,
    )
    origin = f"{shown(archive.file.path[-1])}/" if archive else ""
    short = replace(file, path=file.path[-1:], origin=origin) if at_home else file
    copy = 0 if exact else copy_number(stem)
    return _Candidate(group, order, file, archive, Found(short, Tree(())), file.name, copy)


def _depth(path: Sequence[str], expected: Expected, course: Sequence[Expected]) -> int | None:
    """Which of the folders above a file is the assignment's: the innermost; None if none is."""
    for depth in reversed(range(len(path) - 1)):
        if [one.slug for one in called_like(path[depth], course)] == [expected.slug]:
            return depth
    return None


def _stamped(
    tree: Tree, path: Sequence[str], expected: Expected, course: Sequence[Expected]
) -> Tree:
    """The folder whose time stamp says when the file was received: the assignment's, or the top."""
    inner, depth = tree, _depth(path, expected, course)
    for folder in path[: 0 if depth is None else depth + 1]:
        inner = inner.below(folder)
    has_one = any(file.path[0] == "timestamp.txt" for file in inner.top_files())
    return inner if has_one else tree


# -- which of them --------------------------------------------------------------------------


def _looked_into(found: Found, expected: Expected) -> Found:
    return replace(found, seen=look_into(found.file, expected))


def _is_untouched(seen: Seen | None, expected: Expected) -> bool:
    return filled(seen, expected) < 0


def _best(these: list[_Candidate], expected: Expected, *, settled: bool) -> _Candidate:
    """The one with most filled in, then the highest number of a copy, then the first.

    Raises Unreadable where nothing says which; `settled`: their names do.
    """
    fullest = max(filled(one.found.seen, expected) for one in these)
    best = [one for one in these if filled(one.found.seen, expected) == fullest]
    stems = {plain_stem(stem_of(one.found.file.path[-1], SOURCE_SUFFIXES)) for one in best}
    if len(stems) > 1 and not settled:
        names = listed([one.where for one in best])
        raise Unreadable(f"it is not clear which file to read: {names}; hand in one of them")
    return max(best, key=lambda one: one.copy)  # the first of those


def _is_imported(one: _Candidate, chosen: _Candidate, expected: Expected) -> bool:
    """Whether the chosen one imports it from beside itself: then it is read with it."""
    beside = one.archive is chosen.archive and one.file.path[:-1] == chosen.file.path[:-1]
    seen, name = chosen.found.seen, one.file.path[-1].removesuffix(".py")
    return (
        beside
        and seen is not None
        and name != expected.module
        and name in imported(seen.source.encode("utf-8", "replace"))
    )


def _why_not(chosen: _Candidate, others: list[_Candidate], expected: Expected) -> Iterator[str]:
    """The sentences on what was not taken."""
    reasons: dict[str, list[str]] = {}
    unread: list[str] = []
    mine = filled(chosen.found.seen, expected)
    for one in others:
        seen = one.found.seen
        if problem := _problem(seen):
            unread.append(f"{one.where}: not read: {problem}")
            continue
        why = "is there too"
        if seen is not None and mine > filled(seen, expected):
            why = "has more functions filled in"
        elif seen is not None and chosen.copy > one.copy:
            why = "has the higher number"
        reasons.setdefault(why, []).append(one.where)
    for why, names in reasons.items():
        yield f"{listed(names)}: not read, as {chosen.where} {why}"
    yield from unread


def _problem(seen: Seen | None) -> str:
    if seen is None or seen.problem or seen.reading is None or not seen.reading.problem:
        return seen.problem if seen else ""
    return f"it is not valid Python ({seen.reading.problem})"


def _finished(
    chosen: _Candidate, notes: Sequence[str], hand_in: HandIn, expected: Expected
) -> Found:
    """The one that was chosen, with the folders that it lies in and is stamped in."""
    archive = chosen.archive
    tree = archive.tree if archive and archive.tree else hand_in.tree
    for folder in chosen.file.path[:-1]:
        tree = tree.below(folder)
    path = archive.file.path if archive else chosen.file.path
    stamped = _stamped(hand_in.tree, path, expected, hand_in.course)
    return replace(chosen.found, folder=tree, notes=tuple(notes), stamped=stamped)
