"""The proof of an assignment's pictures: part of `grader.proving`.

Each is drawn on the reference, is left out on the stub, survives whatever a function may
return, and shows something of the student: some known mistake makes another picture.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.assignments import Assignment
from grader.checks import Failure
from grader.errors import CallFailed, NotImplementedYet, StudentRaised
from grader.exploring import Exploration
from grader.gallery import Gallery
from grader.handout import stub_of
from grader.junk import JUNK
from grader.preparing import Prepared
from grader.reference import Reference
from grader.results import Panel
from grader.student import LocalCaller, RemoteStudent


def prove_pictures(prepared: Prepared) -> Iterator[str]:
    """A sentence for whatever is wrong with the pictures, with what mends it."""
    assignment = prepared.assignment
    where = f"assignments/{assignment.slug}/explore.py"
    gallery = Gallery(prepared)
    for fault in gallery.faults:
        yield f"In {where}, {fault.replace('check ', 'picture ', 1)}. Mend the picture."
    for picture in assignment.pictures:
        if not picture.title:
            yield f"Picture {picture.id} has no title; give its function a docstring in {where}."
        if not picture.try_next:
            yield f"Picture {picture.id} says nothing to try next; give it `try_next` in {where}."
        if picture.id not in gallery.course:
            continue
        yield from _unfilled(prepared, picture)
        yield from _junk(prepared, picture)
        if not _tells(prepared, picture, gallery.course[picture.id]):
            yield (
                f"Picture {picture.id} is the same for every misconception of what it uses, so it "
                f"shows nothing of the student's; draw in {where} what their functions return."
            )


def _drawn(prepared: Prepared, picture: Exploration, source: str) -> tuple[Panel, ...]:
    """What trusted source draws; raises what drawing it raises."""
    assignment = prepared.assignment
    caller = LocalCaller(source, assignment.spec.module, given=assignment.given)
    student = RemoteStudent(caller, prepared.parameters)
    return picture(student, Reference(prepared.reference, prepared.data))


def _unfilled(prepared: Prepared, picture: Exploration) -> Iterator[str]:
    """On the stub a picture must run into a function that is not filled in."""
    try:
        _drawn(prepared, picture, stub_of(prepared.assignment))
    except NotImplementedYet:
        return
    except StudentRaised as failure:
        if failure.bases[:1] == ("NotImplementedError",):
            return
        yield f"Picture {picture.id} raises {failure} on the stub; call only exercises in it."
    else:
        yield f"Picture {picture.id} is drawn on the stub; call the exercises that it uses."


def _junk(prepared: Prepared, picture: Exploration) -> Iterator[str]:
    """Whatever a function returns, a picture is drawn or left out: it never raises by itself."""
    for name in picture.uses:
        for text in JUNK:
            source = (
                f"{prepared.assignment.reference}\n\n"
                f"import numpy as np\n\n\ndef {name}(*args, **kwargs):\n    {text}\n"
            )
            try:
                _drawn(prepared, picture, source)
            except (Failure, CallFailed):
                continue
            except Exception as fault:  # noqa: BLE001 (that is what is looked for)
                yield (
                    f"Picture {picture.id} raises {type(fault).__name__} ({str(fault)[:160]}) when "
                    f"{name} does `{text}`; pass what students return through grader.compare or "
                    "grader.exploring before touching it."
                )


def _tells(prepared: Prepared, picture: Exploration, course: tuple[Panel, ...]) -> bool:
    """Whether some misconception draws another picture than the reference, or none."""
    assignment = prepared.assignment
    below = _below(assignment, picture)
    for one in assignment.misconceptions():
        if one.exercise not in below:
            continue
        try:
            if _drawn(prepared, picture, one.source) != course:
                return True
        except (Failure, CallFailed):
            return True
    return False


def _below(assignment: Assignment, picture: Exploration) -> set[str]:
    """The exercises that a picture uses, directly or through others."""
    return {*picture.uses, *(one for name in picture.uses for one in assignment.uses(name))}
