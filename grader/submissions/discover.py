"""From a folder or archive of a class to one `Submission` per student and assignment.

Never raises for what one student handed in: that student's rows say what is wrong, and the
others go on. Raises UsageProblem when there is nothing to read at all.

Who the students are, and whose is what: see `students`. Which file of a student is read: see
`choose`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.errors import UsageProblem
from grader.submissions.answered import answers_for, is_answers, is_blank, no_answers
from grader.submissions.beside import modules_in
from grader.submissions.choose import choose, filled
from grader.submissions.gather import Part, Student
from grader.submissions.hand_in import (
    HandIn,
    hand_in_of,
    is_source,
    nothing,
    unwrapped,
)
from grader.submissions.model import (
    ARCHIVE_SUFFIXES,
    DOCUMENT_SUFFIXES,
    FOREIGN_SUFFIXES,
    Expected,
    Submission,
    Unreadable,
    suffix_of,
)
from grader.submissions.names import few, shortened, shown, student_names
from grader.submissions.read import Found, look_into, read_found
from grader.submissions.root import open_root
from grader.submissions.students import students_of
from grader.submissions.tree import File
from grader.submissions.untouched import Handouts

# An assignment is asked of a class by one in so many of its students, and by so many of them.
ASKED_SHARE, ASKED_LEAST = 2, 2


@dataclass(frozen=True)
class _Work:
    """What a student handed in: by slug, the submission or the problem with it.

    Of the others, `empty` has the sentence, and `untouched` the notes on what is just as it was
    handed out.
    """

    found: dict[str, Submission | str] = field(default_factory=dict)
    blame: str = ""
    empty: dict[str, str] = field(default_factory=dict)
    untouched: dict[str, tuple[str, ...]] = field(default_factory=dict)
    nothing_else: bool = False  # which may have been meant for one of these


def discover(
    root: Path,
    expected: Sequence[Expected],
    *,
    asked: Collection[str] = (),
    others: Sequence[Expected] = (),
) -> list[Submission]:
    """Every student's rows, sorted: what he handed in, and what is asked of the class.

    That is what the instructor `asked` for by name, or else what the class itself handed in (see
    `_asked_by_the_class`). A student who would have no row has one for each expected assignment.
    `others` are the course's other assignments, whose files are not taken for those expected.
    Raises UsageProblem if the root isn't there, is no archive or holds no student.
    """
    if not expected:
        raise UsageProblem("The course has no assignment to read submissions for.")
    course = [*expected, *others]
    try:
        layout, students = students_of(open_root(root), course)
    except Unreadable as error:
        raise UsageProblem(f"{shown(str(root))} can't be read: {error}.") from None
    if not students:
        raise UsageProblem(
            f"{shown(str(root))} holds no submissions; it needs a folder for each student."
        )
    names = student_names([student.raw for student in students])
    # Who handed in together has the same parts.
    by_parts: dict[tuple[int, ...], _Work] = {}
    works = []
    handouts = Handouts()
    for student in students:
        key = tuple(map(id, student.parts))
        if key not in by_parts:
            by_parts[key] = _work(student.parts, expected, course, handouts)
        works.append(by_parts[key])
    of_everyone = {*asked} or _asked_by_the_class(works)
    rows = [
        _row(name, notes, replace(student, layout=layout), work, one)
        for (name, notes), student, work in zip(names, students, works, strict=True)
        for one in _wanted(work, expected, of_everyone)
    ]
    return sorted(rows, key=lambda row: (row.student, row.assignment))


def _asked_by_the_class(works: Sequence[_Work]) -> set[str]:
    """What at least half of those handed in who handed in anything, and at least two.

    What is just as it was handed out is nothing that was handed in.

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
    return mine or [one for one in expected if one.slug in work.untouched] or list(expected)


def _row(
    name: str, notes: tuple[str, ...], student: Student, work: _Work, expected: Expected
) -> Submission:
    found = work.found.get(expected.slug) or work.blame or work.empty[expected.slug]
    if isinstance(found, str):
        newest = student.parts[-1]
        found = Submission(
            student=name,
            assignment=expected.slug,
            problem=shortened(found),
            missing=work.nothing_else and found == work.empty.get(expected.slug),
            notes=work.untouched.get(expected.slug, ()),
            received=newest.received,
            late=newest.late,
        )
    return replace(
        found,
        student=name,
        notes=few((*notes, *student.notes(found.late), *found.notes)),
        layout=student.layout,
        name=student.name,
        ids=student.ids,
        group=student.group,
    )


# -- one student's work ---------------------------------------------------------------------


def _work(
    parts: Sequence[Part],
    expected: Sequence[Expected],
    course: Sequence[Expected],
    handouts: Handouts,
) -> _Work:
    """What the parts of a student's work hold; the newest part comes last."""
    hand_ins = [
        (part, hand_in_of(unwrapped(part.tree, course), course))
        for part in parts
        if not part.problem
    ]
    blames = [part.problem for part in parts if part.problem]
    blames += [hand_in.blame for _, hand_in in hand_ins if hand_in.blame]
    remarks = [remark for _, hand_in in hand_ins for remark in hand_in.remarks]
    blame = blames[-1] if blames else ""
    # What else lies there may be more of his work, and has no row of its own.
    more = [*remarks, *([f"besides what was marked: {blame}"] if blame else [])]
    found: dict[str, Submission | str] = {}
    empty: dict[str, str] = {}
    untouched: dict[str, tuple[str, ...]] = {}
    chosen: dict[str, tuple[Part, Found]] = {}
    for one in expected:
        if one.answers:
            answers = answers_for([hand_in for _, hand_in in hand_ins], one)
            if answers is None:
                empty[one.slug] = no_answers(hand_ins[-1][1], one) if hand_ins else blame
                continue
            if is_blank(answers[1].source):
                empty[one.slug] = _as_handed_out(answers[1].files[0], "answered")
                untouched[one.slug] = answers[1].notes
                continue
            part = next(part for part, hand_in in hand_ins if hand_in is answers[0])
            received = part.received or answers[1].received
            found[one.slug] = replace(answers[1], received=received, late=part.late)
            continue
        try:
            choice = _newest_or_fullest(hand_ins, one)
        except Unreadable as error:
            found[one.slug] = str(error)
            continue
        if choice is None:
            empty[one.slug] = nothing(hand_ins[-1][1], one) if hand_ins else blame
        else:
            chosen[one.slug] = choice
    # What a work may import of the student's others: those that are marked, before all else.
    earlier = modules_in([file for _, hand_in in hand_ins for file in hand_in.files()])
    earlier |= modules_in([one.file for _, one in chosen.values()])
    for one in expected:
        if one.slug in chosen:
            part, work = chosen[one.slug]
            work, is_untouched = handouts.looked_into(work, one)
            if is_untouched:
                empty[one.slug] = _as_handed_out(work.file.name, "filled in")
                untouched[one.slug] = work.notes
                continue
            told = (*work.notes, *(remark for remark in more if remark != work.file.fault))
            read = read_found(replace(work, notes=told, earlier=earlier), one, student="")
            received = part.received or read.received
            found[one.slug] = replace(read, received=received, late=part.late)
    taken = {id(one.file) for _, one in chosen.values()}
    quizzes = any(one.answers for one in course)
    rest = [
        file
        for _, hand_in in hand_ins
        for file in hand_in.files()
        if id(file) not in taken
        and not (quizzes and is_answers(file.path[-1]))
        and hand_in.owner(file) is None
        and file.path[-1].partition(".")[0].casefold() != "readme"  # handed out
        # Beside work of his lies all sorts of things; alone, anything may be meant for it.
        and (not chosen or _may_be_work(file))
    ]
    return _Work(found, blame, empty, untouched, nothing_else=not (rest or remarks))


def _as_handed_out(name: str, done: str) -> str:
    """The sentence for what is just as it was handed out."""
    return f"{name} is just as it was handed out: nothing is {done} yet"


def _may_be_work(file: File) -> bool:
    name = file.path[-1]
    kinds = (*DOCUMENT_SUFFIXES, *ARCHIVE_SUFFIXES, *FOREIGN_SUFFIXES)
    return is_source(name) or bool(suffix_of(name, kinds))


def _newest_or_fullest(
    hand_ins: Sequence[tuple[Part, HandIn]], expected: Expected
) -> tuple[Part, Found] | None:
    """The file for an assignment, of the part that has most filled in, then of the newest.

    Raises Unreadable where no part has one, and in one it can't be read.
    """
    found: list[tuple[Part, Found]] = []
    problem: Unreadable | None = None
    for part, hand_in in hand_ins:
        try:
            choice = choose(hand_in, expected)
        except Unreadable as error:
            problem = error
        else:
            if choice is not None:
                found.append((part, choice))
    if not found and problem is not None:
        raise problem
    if len(found) < 2:
        return found[0] if found else None
    found = [
        (part, choice if choice.seen else replace(choice, seen=look_into(choice.file, expected)))
        for part, choice in found
    ]
    most = max(filled(choice.seen, expected) for _, choice in found)
    best = [one for one in found if filled(one[1].seen, expected) == most]
    part, choice = max(best, key=lambda one: one[0].order)  # the first of those
    notes = []
    for other, _ in found:
        if other is not part:
            why = "is newer" if part.order > other.order else "is there too"
            if all(one[0] is not other for one in best):
                why = "has more functions filled in"
            notes.append(f"{other.label}: not read, as {part.label} {why}")
    return part, replace(choice, notes=(*choice.notes, *notes))
