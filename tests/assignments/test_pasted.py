"""What a public check says must come back passes when a student pastes it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from grader.calls import Made
from grader.course import misconceptions_of
from grader.course.load import load
from grader.diagnosis.explain import READ
from grader.diagnosis.snippet import looked_at
from grader.outcome import CallFailed
from grader.preparation import attempts, prepare_once, trusted
from grader.show import code, is_whole

from ..conftest import ROOT


@dataclass
class Listener:
    """Notes the calls on one example, and answers those at some places with what was pasted."""

    caller: object
    pasted: dict = field(default_factory=dict)
    made: list = field(default_factory=list)

    def invoke(self, call):
        self.made.append(Made(call, None))
        seen = self.caller.invoke(call)
        place = len(self.made) - 1
        if place in self.pasted:
            seen = replace(seen, value=self.pasted[place])
        self.made[-1] = Made(call, seen)
        return seen


def wrong(prepared, check, listener):
    """How a check fails on its first example, if it does."""
    first = replace(check, examples=check.examples[:1])
    return [trial.wrong for trial in attempts(first, listener, prepared)][-1]


def shape_of(value):
    """The shape of an array, a number or a table of them; None of what has none, or of arrays."""
    if isinstance(value, list | tuple) and any(isinstance(one, np.ndarray) for one in value):
        return None
    try:
        return np.shape(value)
    except ValueError:  # rows of several lengths
        return None


def test_what_must_come_back_passes_when_it_is_pasted(every_slug):
    prepared = prepare_once(load(ROOT, every_slug))
    public = [one for one in prepared.checks if one.check.public]
    tried = set()
    for known in misconceptions_of(prepared.assignment):
        for check in public:
            if check.check.exercise != known.exercise or check.check.id in tried:
                continue
            try:
                caller = trusted(prepared.assignment, known.source)
            except CallFailed:
                continue
            listener = Listener(caller)
            failure = wrong(prepared, check, listener)
            if failure is None or not isinstance(failure.want, np.ndarray):
                continue
            place, path = looked_at(failure, listener.made)
            if listener.made[place].call.name != known.exercise:
                continue  # what another exercise gave went into what is wanted
            right = Listener(trusted(prepared.assignment, prepared.assignment.reference))
            wrong(prepared, check, right)
            # What is a part of the value, or of what follows from it, is not pasted for all of it.
            value = right.made[place].seen.value if place < len(right.made) else None
            if path or shape_of(value) != failure.want.shape or not is_whole(failure.want):
                continue
            tried.add(check.check.id)
            value = eval(code(failure.want, digits=READ), {"np": np})
            again = Listener(trusted(prepared.assignment, known.source), {place: value})
            later = wrong(prepared, check, again)
            assert later is None or looked_at(later, again.made)[0] > place, (
                check.check.id,
                later.message,
            )
