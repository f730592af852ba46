"""What is to be mended first: one mistake makes several exercises fail, and is told once.

A handout has no reference to put in the place of a wrong function. So an exercise that uses a wrong
one waits for that; and where several fail that call one helper of the student's own, it is named.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from grader.course import Assignment
from grader.results import ExerciseResult
from grader.results.words import listed
from grader.submissions import Submission

# Of these an exercise says nothing yet.
WAITING = ("not_implemented", "skipped")
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
MOST_HELPERS = 2


@dataclass(frozen=True)
class First:
    """Which exercise is to be mended first, "" for none, and why.

    `waits` is, of each wrong exercise that uses another wrong one, the first of these. `helpers`
    are functions of the student's own that those in `among` call, which all fail.
    """

    exercise: str = ""
    waits: Mapping[str, str] = field(default_factory=dict)
    helpers: tuple[str, ...] = ()
    among: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """What is to be looked at before all else, in a sentence; "" if that is an exercise."""
        if not self.helpers:
            return ""
        helpers, among = listed([*self.helpers]), listed([*self.among])
        both = "both" if len(self.among) == 2 else "all"
        return f"{among} fail, and {both} call your {helpers}: look there first."

    def mends(self, shown: Collection[str]) -> str:
        """What is to be mended, and how many of the exercises that are shown wait for that."""
        if self.helpers:
            return f"look at your {listed([*self.helpers])}"
        waiting = [name for name in shown if self.waits.get(name) == self.exercise]
        if not waiting:
            return f"mend {self.exercise}"
        others = waiting[0] if len(waiting) == 1 else f"{len(waiting)} others"
        return f"mend {self.exercise}, which {others} {'needs' if len(waiting) == 1 else 'need'}"


NOTHING: Final = First()


def is_wrong(exercise: ExerciseResult) -> bool:
    """Whether a check fails for another reason than a stub."""
    return any(check.verdict not in ("passed", *WAITING) for check in exercise.checks)


def first_of(
    exercises: Sequence[ExerciseResult], assignment: Assignment, submission: Submission
) -> First:
    """What is to be mended first of these exercises, in course order, as they were checked."""
    wrong = [one.name for one in exercises if is_wrong(one)]
    if not wrong:
        return NOTHING
    definitions = _definitions(submission.source)
    # What the student has written out himself waits for nothing.
    used = {
        name: [one for one in assignment.uses(name) if one in wrong and one in called]
        for name in wrong
        for called in [_called(name, definitions)]
    }
    roots = [name for name in wrong if not used[name]]
    # What waits for one that waits itself waits for what that waits for.
    waits = {
        name: next(one for one in others if one in roots) for name, others in used.items() if others
    }
    helpers, among = _shared(exercises, roots, {*assignment.exercises}, definitions)
    return First((among or roots)[0], waits, helpers, among)


def _shared(
    exercises: Sequence[ExerciseResult],
    roots: Sequence[str],
    ours: Collection[str],
    definitions: Mapping[str, _Definition],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The student's own helpers that at least two wrong exercises share, and these exercises.

    Each exercise that calls such a helper fails, or the helper is where several raised.
    """
    tried = [one for one in exercises if any(c.verdict not in WAITING for c in one.checks)]
    calls = {one.name: _called(one.name, definitions, ours) - {*ours} for one in tried}
    found: dict[str, tuple[bool, tuple[str, ...]]] = {}
    for helper in sorted({name for names in calls.values() for name in names}):
        node = definitions[helper]
        users = [one for one in tried if helper in calls[one.name]]
        raising = tuple(
            one.name
            for one in users
            if one.name in roots
            and any(
                node.lineno <= (check.line or 0) <= (node.end_lineno or 0)
                for check in one.checks
                if check.verdict == "errored"
            )
        )
        among = tuple(one.name for one in users if one.name in roots)
        if len(raising) > 1:
            found[helper] = True, raising
        elif len(among) > 1 and all(is_wrong(one) for one in users):
            found[helper] = False, among
    if not found:
        return (), ()
    best = max(found.values(), key=lambda one: (one[0], len(one[1])))
    helpers = tuple(name for name, one in found.items() if one == best)
    return (helpers, best[1]) if len(helpers) <= MOST_HELPERS else ((), ())


def _definitions(source: str) -> dict[str, _Definition]:
    """The last top-level function or class of each name; none of what is no Python."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}  # why it can't be read is told by the report
    return {node.name: node for node in body if isinstance(node, _Definition)}


def _called(
    exercise: str, definitions: Mapping[str, _Definition], ends: Collection[str] = ()
) -> frozenset[str]:
    """The student's own top-level functions that an exercise names, directly or through others; not
    through those at which it `ends`.
    """
    met: set[str] = set()
    waiting = [exercise] if exercise in definitions else []
    while waiting:
        named = {
            node.id
            for node in ast.walk(definitions[waiting.pop()])
            if isinstance(node, ast.Name) and node.id in definitions
        }
        new = named - met
        met |= new
        waiting += sorted(new - {*ends})
    return frozenset(met)
