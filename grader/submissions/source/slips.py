"""Where a file does not define what its author believes: a sentence each, with the line.

A stub stands below the work, or other work of the same name does, a function's name is given to
something else, the work stands where nothing runs it, or under a name that nothing calls, or a seed
that it is given is left unused.
"""

from __future__ import annotations

import ast
import difflib
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from grader.submissions.names import listed

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# Names as near as these are slips of the pen, and no other names.
_NEAR = 0.8
# Arguments that random numbers come from, and nothing else.
_SEEDS = frozenset(["seed", "rng", "random_state"])
# Calls that may read an argument without naming it.
_READ_ALL = frozenset(["locals", "vars", "eval", "exec"])
# Sentences of one kind; the others are named in the last one.
_MOST_ALIKE = 2


def slips(
    body: Sequence[ast.stmt], exercises: Collection[str], stubs: Collection[str]
) -> Iterator[str]:
    """What there is to say of the top-level statements of a module about these exercises."""
    kinds: dict[str, list[tuple[int, str, str]]] = {}
    for name in sorted(exercises):
        for kind, line, sentence in _slips_of(name, body, exercises, stubs):
            kinds.setdefault(kind, []).append((line, name, sentence))
    if exercises:
        yield from _of_numpy(body)
    for found in kinds.values():
        found.sort()
        if len(found) <= _MOST_ALIKE:
            yield from (sentence for _, _, sentence in found)
        else:
            others = [f"{name} (line {line})" for line, name, _ in found[1:]]
            yield f"{found[0][2]}; so it is with {listed(others, most=20)}"


def heads(
    statements: Iterable[ast.stmt], wanted: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str]]:
    """The functions of these names whose arguments are others, or in another order, than they are
    called with; other names for the same are not told apart.
    """
    for one in statements:
        if not isinstance(one, ast.FunctionDef) or one.name not in wanted or not _is_filled(one):
            continue
        called = [*wanted[one.name]]
        mine = [arg.arg for arg in (*one.args.posonlyargs, *one.args.args)]
        needed = len(mine) - len(one.args.defaults)
        moved = {*mine} == {*called} and mine != called
        takes_too_few = len(mine) < len(called) and one.args.vararg is None
        if moved or takes_too_few or needed > len(called):
            there, must = (f"({', '.join(names)})" for names in (mine, called))
            sentence = (
                f"line {one.lineno}: {one.name} takes {there} here, and it is called with {must}: "
                "leave the handout's `def` lines as they are"
            )
            yield one.name, sentence


def gives_up(statement: ast.stmt) -> bool:
    """Whether a statement does nothing, gives nothing back, or says that it is to be filled in."""
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Return(value=None | ast.Constant(value=None)):
            return True
    return refuses(statement)


def refuses(node: ast.AST) -> bool:
    """Whether it raises NotImplementedError."""
    match node:
        case ast.Raise(exc=ast.Name(id="NotImplementedError")):
            return True
        case ast.Raise(exc=ast.Call(func=ast.Name(id="NotImplementedError"))):
            return True
    return False


def _slips_of(
    name: str, body: Sequence[ast.stmt], exercises: Collection[str], stubs: Collection[str]
) -> Iterator[tuple[str, int, str]]:
    """The kind of each slip about an exercise, its line, and the sentence."""
    binding = [one for one in body if name in _bound(one)]
    filled = [one for one in binding if _is_filled(one)]
    if name in stubs and filled:
        line = binding[-1].lineno
        yield (
            "stub",
            line,
            (
                f"line {line} defines {name} as a stub again, below the one of line "
                f"{filled[-1].lineno}: the last one counts, so take the stub out"
            ),
        )
    elif filled and binding[-1] is not filled[-1] and _replaces(binding[-1], name):
        line = binding[-1].lineno
        yield (
            "value",
            line,
            (
                f"line {line} gives {name} another value, so that the function of "
                f"line {filled[-1].lineno} is gone: use another name there"
            ),
        )
    elif not binding or not (filled or isinstance(binding[-1], ast.ClassDef)):
        yield from _elsewhere(name, body, exercises)
    else:
        yield from _again(name, body)
    if filled and isinstance(filled[-1], _FUNCTIONS):
        yield from _unused_seed(filled[-1])


def _again(name: str, body: Sequence[ast.stmt]) -> Iterator[tuple[str, int, str]]:
    """Work that stands above other work of the same name, which does not use it."""
    places = [place for place, one in enumerate(body) if _is_work_on(name, one)]
    above = [
        body[place].lineno
        for place, after in pairwise(places)
        if not any(_hands_on(one, name) for one in body[place + 1 : after + 1])
    ]
    if above:
        line = body[places[-1]].lineno
        ones = "the one" if len(above) == 1 else "the ones"
        lines = listed([f"line {one}" for one in above])
        yield (
            "again",
            line,
            (
                f"line {line} defines {name} again, below {ones} of {lines}: the last one counts, "
                "so take out what is not meant to"
            ),
        )


def _is_work_on(name: str, statement: ast.stmt) -> bool:
    """Whether it is the function or the class of that name, and more than a stub."""
    if isinstance(statement, ast.ClassDef):
        return statement.name == name and not any(map(refuses, ast.walk(statement)))
    return name in _bound(statement) and _is_filled(statement)


def _hands_on(statement: ast.stmt, name: str) -> bool:
    """Whether it keeps the function that has the name so far, or makes another one of it."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            made: list[ast.AST] = [*statement.decorator_list]
            if isinstance(statement, ast.ClassDef):
                made += statement.bases
            else:
                made += [one for one in ast.walk(statement.args) if isinstance(one, ast.expr)]
        case ast.Assign() | ast.AnnAssign():
            made = [statement.value] if statement.value is not None else []
        case _:
            return False
    nodes = [node for one in made for node in ast.walk(one)]
    called = {node.func for node in nodes if isinstance(node, ast.Call)}
    return any(
        isinstance(node, ast.Name) and node.id == name and node not in called for node in nodes
    )


def _unused_seed(
    function: ast.FunctionDef | ast.AsyncFunctionDef,
) -> Iterator[tuple[str, int, str]]:
    """A seed that a function takes, and draws nothing from."""
    taken = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    nodes = [node for statement in function.body for node in ast.walk(statement)]
    names = [one for one in nodes if isinstance(one, ast.Name)]
    if any(one.id in _READ_ALL for one in names):
        return
    for seed in [one.arg for one in taken if one.arg in _SEEDS]:
        lines = [_replaced(one, seed) for one in function.body if _names(one, seed)]
        if not lines:
            yield (
                "seed",
                function.lineno,
                (
                    f"line {function.lineno}: {function.name} is given {seed} and never uses it: "
                    "draw its random numbers from it, or every seed gives the same ones"
                ),
            )
        elif lines[0]:
            yield (
                "seed replaced",
                lines[0],
                (
                    f"line {lines[0]} of {function.name} gives {seed} another value before it was "
                    "used: draw the random numbers from the one that was passed"
                ),
            )


def _names(statement: ast.stmt, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(statement))


def _replaced(statement: ast.stmt, name: str) -> int | None:
    """The line of a statement that gives the name a value which has nothing of its own in it."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=given)], value=value) if given == name:
            used = any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(value))
            return None if used else statement.lineno
    return None


def _of_numpy(body: Sequence[ast.stmt]) -> Iterator[str]:
    """What is made of NumPy's name, and its matrices, whose * is another one."""
    for statement in body:
        if not isinstance(statement, ast.Import | ast.ImportFrom) and "np" in _bound(statement):
            yield (
                f"line {statement.lineno} gives np another value, and what calls NumPy by it "
                "can't work: use another name there"
            )
            break
    for node in (one for statement in body for one in ast.walk(statement)):
        match node:
            case ast.Attribute(
                value=ast.Name(id="np" | "numpy"), attr="matrix" | "mat" | "asmatrix" as name
            ):
                yield (
                    f"line {node.lineno} uses np.{name}: * is then the matrix product, and two "
                    "axes are kept; use np.array and @"
                )
                return


def _elsewhere(
    name: str, body: Sequence[ast.stmt], exercises: Collection[str]
) -> Iterator[tuple[str, int, str]]:
    """Where the function stands, if it stands where nothing finds it."""
    for statement in body:
        line = _never_run(statement, name)
        if line:
            yield (
                "if",
                line,
                (
                    f"line {line} defines {name} under an `if` that is false when work is "
                    "marked: move the function out of it"
                ),
            )
            return
    if any(name in _bound(one) for one in body):
        return
    functions = list(_all_functions(body))
    inside = [(one, around) for one, around in functions if one.name == name]
    if any(around is None for _, around in inside):
        return
    for function, around in inside[:1]:
        assert around is not None
        is_class = isinstance(around, ast.ClassDef)
        what = "class" if is_class else "function"
        words = [one.arg for one in function.args.args[:1] if is_class]
        out = "it out of it, and take out `self`" if words == ["self"] else "it out of it"
        yield (
            f"in {around.lineno}",
            function.lineno,
            (
                f"line {function.lineno} defines {name} inside the {what} {around.name}, where it "
                f"is not found: move {out}"
            ),
        )
        return
    others = {
        one.name: one
        for one, around in functions
        if around is None and one.name not in exercises and _is_filled(one)
    }
    for near in _near(name, others):
        line = others[near].lineno
        yield (
            "name",
            line,
            (
                f"line {line} defines {near}, and nothing defines {name}: if that is what it is, "
                f"call it {name}"
            ),
        )


def _near(name: str, others: Collection[str]) -> list[str]:
    """The one among the other names that is this one, but for its spelling."""
    plain = {one: one.replace("_", "").casefold() for one in sorted(others)}
    same = [one for one in plain if plain[one] == name.replace("_", "").casefold()]
    return same[:1] or difflib.get_close_matches(name, list(plain), 1, _NEAR)


def _all_functions(
    body: Sequence[ast.stmt],
) -> Iterator[
    tuple[
        ast.FunctionDef | ast.AsyncFunctionDef,
        ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | None,
    ]
]:
    """Every function, with the class or the function that it stands in."""
    waiting: deque[tuple[ast.AST, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | None]]
    waiting = deque((statement, None) for statement in body)
    while waiting:
        node, around = waiting.popleft()
        if isinstance(node, _FUNCTIONS):
            yield node, around
        inner = node if isinstance(node, (*_FUNCTIONS, ast.ClassDef)) else around
        waiting.extend(
            (child, inner)
            for child in ast.iter_child_nodes(node)
            if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case)
        )


def _bound(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            for target in targets:
                yield from _stored(target)
        case ast.For(target=target):
            yield from _stored(target)
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
            yield name
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (one.asname or one.name.partition(".")[0] for one in names)


def _stored(target: ast.expr) -> Iterator[str]:
    for node in ast.walk(target):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _is_filled(statement: ast.stmt) -> bool:
    """Whether it is a function that does more than say that it is not there yet."""
    return isinstance(statement, _FUNCTIONS) and not all(map(gives_up, statement.body))


def _replaces(statement: ast.stmt, name: str) -> bool:
    """Whether a statement gives the name what can be no function of the file: a number, what a call
    of something gave, or what is imported. One that wraps the function names it among its
    arguments.
    """
    if isinstance(statement, ast.Import | ast.ImportFrom | ast.For):
        return True
    value = getattr(statement, "value", None)
    match value:
        case ast.Constant() | ast.BinOp() | ast.UnaryOp() | ast.List() | ast.Tuple() | ast.Dict():
            return True
        case ast.Call(func=ast.Name(id=called)) if called == name:
            return True
        case ast.Call():
            return not any(isinstance(one, ast.Name) and one.id == name for one in value.args)
    return False


def _never_run(statement: ast.stmt, name: str) -> int | None:
    """The line at which the function is defined where nothing runs it."""
    match statement:
        case ast.If(test=ast.Constant(value=value), body=body) if not value:
            inner = body
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"), ops=[ast.Eq()]), body=body):
            inner = body
        case _:
            return None
    for one in inner:
        if isinstance(one, _FUNCTIONS) and one.name == name:
            return one.lineno
    return None
