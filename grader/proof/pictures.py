"""That each picture of an assignment can be drawn, and shows something of the student's.

Each is drawn on the reference, is left out on the stub, survives whatever a function may
return, and shows something of the student: some known mistake makes another picture.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.authoring.pictures import Exploration
from grader.course import Assignment, misconceptions_of, stub_of
from grader.marking import Gallery
from grader.outcome import CallFailed, NotImplementedYet, StudentRaised
from grader.preparation import Prepared, Trial, attempt, trusted
from grader.proof.junk import JUNK
from grader.results import Panel


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


def _trial(prepared: Prepared, picture: Exploration, source: str) -> Trial:
    """What comes of drawing with trusted source."""
    assignment = prepared.assignment
    try:
        caller = trusted(assignment, source)
    except CallFailed as failure:
        return Trial(ended=failure)
    return attempt(picture, {}, caller, prepared)


def _unfilled(prepared: Prepared, picture: Exploration) -> Iterator[str]:
    """On the stub a picture must run into a function that is not filled in."""
    trial = _trial(prepared, picture, stub_of(prepared.assignment))
    ended = trial.ended
    if isinstance(ended, NotImplementedYet):
        return
    if isinstance(ended, StudentRaised) and ended.bases[:1] == ("NotImplementedError",):
        return
    if trial.held:
        yield f"Picture {picture.id} is drawn on the stub; call the exercises that it uses."
    else:
        fault = trial.slip.says if trial.slip is not None else (ended or trial.wrong)
        yield f"Picture {picture.id} raises {fault} on the stub; call only exercises in it."


def _junk(prepared: Prepared, picture: Exploration) -> Iterator[str]:
    """Whatever a function returns, a picture is drawn or left out: it never raises by itself."""
    for name in picture.uses:
        caller = trusted(prepared.assignment)
        for text in JUNK:
            caller.define(f"import numpy as np\n\n\ndef {name}(*args, **kwargs):\n    {text}\n")
            slip = attempt(picture, {}, caller, prepared).slip
            if slip is not None:
                yield (
                    f"Picture {picture.id} raises {type(slip.error).__name__} "
                    f"({str(slip.error)[:160]}) when {name} does `{text}`; pass what students "
                    "return through grader.authoring or grader.authoring.pictures before touching "
                    "it."
                )


def _tells(prepared: Prepared, picture: Exploration, course: tuple[Panel, ...]) -> bool:
    """Whether some misconception draws another picture than the reference, or none."""
    below = _below(prepared.assignment, picture)
    known = [one for one in misconceptions_of(prepared.assignment) if one.exercise in below]
    # What it calls itself shows in it sooner than what that is made of.
    known.sort(key=lambda one: one.exercise not in picture.uses)
    trials = (_trial(prepared, picture, one.source) for one in known)
    return any(trial.failed or (trial.held and trial.value != course) for trial in trials)


def _below(assignment: Assignment, picture: Exploration) -> set[str]:
    """The exercises that a picture uses, directly or through others."""
    return {*picture.uses, *(one for name in picture.uses for one in assignment.uses(name))}
