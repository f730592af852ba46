"""The steps of a function: each value that it works out, so that it can be seen or be given.

A statement works out the value that it binds, returns or appends, and for that the values of the
expressions inside. What is looked at is the code of a student, in a process apart, and that
of the course (see `grader.diagnosis.worked`).
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from grader.diagnosis.edits.around import root_of
from grader.diagnosis.edits.places import Place, places_of

# What the code of a function calls then: whether the value of a step is given, for that value, and
# with the value that it has worked out.
HAS, GIVEN, SEEN = "_gradus_has_", "_gradus_given_", "_gradus_seen_"
# More expressions than any function of the course has.
MOST_STEPS = 250
_MODULES = frozenset(["np", "numpy", "math"])
_VALUES = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return)
_GROUPS = (ast.Tuple, ast.List, ast.Dict)
_NO_STEP = (ast.Slice, ast.Starred, ast.JoinedStr, ast.FormattedValue, ast.Lambda)
_ADDING = frozenset(["append", "insert", "extend"])


@dataclass(frozen=True)
class Step:
    """One expression of a function, as text, and that around it which a statement works out: its
    number, or the same where it is that itself. Which names it reads, what its statement binds, and
    whether anything is computed.
    """

    number: int
    whole: int
    line: int
    statement: str
    part: str
    reads: tuple[str, ...] = ()
    binds: tuple[str, ...] = ()
    computed: bool = True


def steps_of(
    root: ast.AST, lines: Collection[int] | None = None, first: int = 0
) -> Iterator[tuple[Step, Place]]:
    """The steps below `root`, on these of its lines, what lies around before what lies inside.

    They are numbered from `first` on.
    """
    wholes: dict[int, int] = {}
    texts: dict[int, str] = {}
    number = first
    for place in places_of(root):
        node = place.node
        if not isinstance(node, ast.expr) or not _is_worked_out(place):
            continue
        around = next((wholes[id(one.node)] for one in place.above if id(one.node) in wholes), None)
        if isinstance(node, (*_NO_STEP, *_GROUPS)) or not _is_value(place):
            continue
        if lines is not None and node.lineno not in lines:
            continue
        if isinstance(node, ast.Constant) and (around is not None or not _is_number(node)):
            continue
        whole = number if around is None else around
        wholes.setdefault(id(node), whole)
        statement = place.statement()
        if id(statement) not in texts:
            texts[id(statement)] = ast.unparse(statement).partition("\n")[0]
        step = Step(
            number,
            whole,
            node.lineno,
            texts[id(statement)],
            ast.unparse(node),
            tuple(dict.fromkeys(one.id for one in ast.walk(node) if isinstance(one, ast.Name))),
            _bound(statement),
            not isinstance(node, ast.Name | ast.Subscript | ast.Attribute | ast.Constant),
        )
        yield step, place
        number += 1
        if number == first + MOST_STEPS:
            return


def opened(root: ast.AST, lines: Collection[int] | None = None, first: int = 0) -> list[Step]:
    """All the steps below `root`, which is changed so that their values can be seen and given."""
    found = [*steps_of(root, lines, first)]
    for step, place in reversed(found):  # what lies inside first: the places are those of before
        number = ast.Constant(step.number)
        seen = ast.Call(ast.Name(SEEN, ast.Load()), [number, place.node], [])
        has, given = (ast.Call(ast.Name(name, ast.Load()), [number], []) for name in (HAS, GIVEN))
        place.put(ast.IfExp(has, given, seen))
    ast.fix_missing_locations(root)
    return [step for step, _ in found]


def _is_worked_out(place: Place) -> bool:
    """Whether the place lies in what a statement binds, returns, or adds to a list."""
    for around in (place, *reversed(place.above)):
        parent = around.parent
        if isinstance(parent, ast.stmt):
            if isinstance(parent, ast.Expr):
                return _adds(parent, place)
            return isinstance(parent, _VALUES) and around.field == "value"
    return False


def _is_number(node: ast.Constant) -> bool:
    return type(node.value) in (bool, int, float)


def _bound(statement: ast.AST) -> tuple[str, ...]:
    """The names that a statement gives a value, or changes the value of."""
    match statement:
        case ast.Assign(targets=targets):
            found = targets
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            found = [target]
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner))):
            found = [owner]
        case _:
            return ()
    roots = [root_of(one) for target in found for one in _parts(target)]
    return tuple(dict.fromkeys(one for one in roots if one))


def _parts(target: ast.expr) -> list[ast.expr]:
    return list(target.elts) if isinstance(target, ast.Tuple | ast.List) else [target]


def _adds(statement: ast.Expr, place: Place) -> bool:
    match statement.value:
        case ast.Call(func=ast.Attribute(attr=name), args=[*_, last]) if name in _ADDING:
            return place.node is last or any(one.node is last for one in place.above)
    return False


def _is_value(place: Place) -> bool:
    """Whether it has a value of its own: is no function that is called, no module, no target."""
    node = place.node
    if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        return False
    if isinstance(node, ast.Name) and node.id in _MODULES:
        return False
    if place.inside(ast.Call) and place.field == "func":
        return False
    # The name of a module's part is none: np.linalg, as in np.linalg.norm.
    return not (
        isinstance(node, ast.Attribute) and _of_module(node) and place.inside(ast.Attribute)
    )


def _of_module(node: ast.expr) -> bool:
    if not isinstance(node, ast.Attribute):
        return False
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id in _MODULES
