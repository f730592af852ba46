"""Which exercises reach what an assignment forbids: modules off its list, forbidden functions.

Read off the syntax tree. The sandbox, not this, is the barrier.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence

from grader.submissions.source.analysis import Analysis
from grader.submissions.source.names import Names, Use, is_getattr
from grader.submissions.source.scopes import PERHAPS, UNKNOWN, bound_by

# What an exercise may use of modules that are on no list: it changes what Python allows it alone.
HARMLESS = frozenset(["sys.getrecursionlimit", "sys.setrecursionlimit"])


def refusal(
    analysis: Analysis, exercise: str, forbidden: Sequence[str], others: Collection[str]
) -> str:
    """The first sentence that `not_allowed` has for an exercise, or ""."""
    try:
        return next(not_allowed(analysis, exercise, forbidden, others), "")
    except (MemoryError, RecursionError):
        return "It takes too much time or memory to tell what this uses"


def not_allowed(
    analysis: Analysis, exercise: str, forbidden: Sequence[str], others: Collection[str]
) -> Iterator[str]:
    """What an exercise, and whatever of the module it names, uses and may not: a sentence each.

    `others` are the other exercises, which answer for themselves. Not allowed are modules
    that are not on the assignment's list, and the `forbidden` names, written as the course
    writes them (`np.tanh`); other aliases, and their names as strings, are recognised.
    """
    if not (forbidden or analysis.notes):
        return
    names = analysis.names
    uses = names.reached(exercise, others)
    # What has the name of another exercise is that one, wherever it comes from.
    uses = [use for use in uses if not (isinstance(use.node, ast.Name) and use.node.id in others)]
    found = [(use, full) for use in uses for full in _stands_for(use, names)]
    handed_on = {
        full.removeprefix(PERHAPS)
        for use, full in found
        if not names.is_part(use)
        if any(one.startswith(f"{full.removeprefix(PERHAPS)}.") for one in forbidden)
    }
    # The sys of sys.setrecursionlimit is no more than that.
    quiet = {getattr(use.node, "value", None) for use, full in found if full in HARMLESS}
    found = [(use, full) for use, full in found if full not in HARMLESS and use.node not in quiet]
    lines = [(one.line, one.full) for one in names.bindings(exercise)]
    told = set()
    for line, full in (*lines, *((getattr(use.node, "lineno", 0), full) for use, full in found)):
        told |= {(line, name) for name in _forbidden(full, forbidden, handed_on)}
        module = full.partition(".")[0]
        if (
            module
            and module[0] not in (PERHAPS, UNKNOWN)
            and module not in {*analysis.allowed, "np"}
        ):
            told.add((line, module))
    for line, name in sorted(told):
        yield f"Line {line} uses {name[:60]}, which is not allowed here"


def lent(
    analysis: Analysis, exercise: str, forbidden: Sequence[str], others: Collection[str]
) -> Iterator[str]:
    """Where an exercise calls another one that may use what is forbidden here: a sentence each.

    Whether it only uses its result, or has its own work done there, a person can see.
    """
    names = analysis.names
    waiting, met = [exercise], {exercise}
    while waiting:
        one = waiting.pop()
        rest = {other for other in others if other != one}
        uses = names.reached(one, rest)
        used = {use.node.id for use in uses if isinstance(use.node, ast.Name)} & rest
        if one != exercise:
            found = {full for use in uses for full in _stands_for(use, names)}
            for name in sorted(found & {*forbidden}):
                yield f"{exercise} may not use {name}, and calls {one}, which does"
        waiting += sorted(used - met)
        met |= used


def _stands_for(use: Use, names: Names) -> Iterator[str]:
    """The dotted names of what a use takes, as Names.meanings gives them."""
    match use.node:
        case ast.Name() | ast.Attribute():
            yield from names.meanings(use.node, use)
        case ast.Call(args=[of, ast.Constant(value=str(word)), *_]) if is_getattr(use.node):
            yield from (f"{full}.{word}" for full in names.meanings(of, use))
        case ast.Import() | ast.ImportFrom():
            yield from (full for _, full in bound_by(use.node))


def _forbidden(full: str, forbidden: Sequence[str], handed_on: Collection[str]) -> Iterator[str]:
    """Which of the forbidden names a dotted name may be; modules may be handed on as values."""
    for name in forbidden:
        if full.startswith(f"{UNKNOWN}."):
            owners = (one for one in handed_on if name.startswith(f"{one}."))
            if name.rpartition(".")[2] == full.rpartition(".")[2] and any(owners):
                yield name
        elif full.removeprefix(PERHAPS) == name:
            yield name
