"""What of a module can influence what comes of a call into it: its parts, and who names whom.

A part is a top-level statement. A definition that does nothing when it runs matters to those only
that can reach it, by a name or by a text that holds its name; every other statement matters to
all. Where a module can reach things in other ways, all of its text counts.
"""

from __future__ import annotations

import ast
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from grader.statements import first_line
from grader.submissions.model import Part, Reach

# With more than these a file is no student's work, and is marked by itself.
MOST_PARTS = 1000
MOST_STATEMENTS = 5000
# Names by which code reaches what no name in it tells, or sees where and how it is written.
_REACHES_OTHERWISE = frozenset(
    "__builtins__ __import__ breakpoint builtins compile currentframe delattr dir eval exec gc "
    "getattr getsource globals help importlib inspect linecache locals metaclass modules open "
    "setattr signature sys traceback vars".split()
)
# What a class of a student's may well define, and what tells nothing of how a file is written.
_PLAIN = frozenset(
    "__abs__ __add__ __all__ __array__ __bool__ __call__ __class__ __contains__ __copy__ "
    "__deepcopy__ __enter__ __eq__ __exit__ __float__ __floordiv__ __future__ __ge__ __getitem__ "
    "__gt__ __hash__ __init__ __int__ __iter__ __le__ __len__ __lt__ __main__ __matmul__ __mod__ "
    "__mul__ __name__ __ne__ __neg__ __next__ __pos__ __post_init__ __pow__ __radd__ __repr__ "
    "__reversed__ __rmatmul__ __rmul__ __rpow__ __rsub__ __rtruediv__ __setitem__ __slots__ "
    "__str__ __sub__ __truediv__".split()
)
_DUNDER = re.compile(r"__\w+__")
# Imports of the standard library that give the same at every run. What is no part of it gives the
# same as well: it is NumPy, given, or not there.
_STEADY = frozenset(
    "__future__ abc collections copy dataclasses enum fractions functools itertools math numbers "
    "numpy operator typing warnings".split()
)
# What is drawn without a seed is another at every run.
_BY_CHANCE = frozenset(
    "Generator MT19937 PCG64 PCG64DXSM Philox RandomState SFC64 SeedSequence default_rng".split()
)
_WORD = re.compile(r"\w+")


def reach_of(
    body: Sequence[ast.stmt], source: str, *, held: bool, given: Iterable[str] = ()
) -> Reach:
    """The parts of a module whose top-level statements are these.

    `held` says that a person should look at it: it may reach anything. `given` are the modules
    that the assignment gives.
    """
    body = [one for one in body if not _is_text(one)]
    nodes = [node for statement in body for node in _within(statement)]
    if _is_unsteady(nodes, {*_STEADY, *given}) or len(body) > MOST_PARTS:
        return Reach()
    if held or any(map(_reaches_otherwise, nodes)):
        return Reach(whole=_sha(source))
    bound = {name for statement in body for name in _names_bound(statement)}
    parts = tuple(_part(statement, bound) for statement in body)
    if sum(len(part.spans) for part in parts) > MOST_STATEMENTS:
        return Reach()
    return Reach(parts=parts)


def _is_unsteady(nodes: Iterable[ast.AST], steady: set[str]) -> bool:
    """Whether two runs of it may differ: it looks at a clock, or draws without a seed."""
    for node in nodes:
        match node:
            case ast.Import(names=names):
                if any(_is_of_python(one.name, steady) for one in names):
                    return True
            case ast.ImportFrom(module=str() as module) if _is_of_python(module, steady):
                return True
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args) if (
                name in _BY_CHANCE and _is_unseeded(args, node.keywords)
            ):
                return True
            case ast.Name(id="id") | ast.Attribute(attr="urandom" | "entropy"):
                return True
    return False


def _is_of_python(module: str, steady: set[str]) -> bool:
    top = module.partition(".")[0]
    return top in sys.stdlib_module_names and top not in steady


def _is_unseeded(args: Sequence[ast.expr], keywords: Sequence[ast.keyword]) -> bool:
    given = [*args, *(one.value for one in keywords)]
    return not given or any(isinstance(one, ast.Constant) and one.value is None for one in given)


def _reaches_otherwise(node: ast.AST) -> bool:
    match node:
        case ast.ImportFrom(names=[ast.alias(name="*")]):
            return True
        case ast.FunctionDef(name="__getattr__" | "__dir__"):
            return True
    return any(
        name in _REACHES_OTHERWISE or (bool(_DUNDER.fullmatch(name)) and name not in _PLAIN)
        for name in _names_in(node)
    )


def _names_in(node: ast.AST) -> Iterator[str]:
    """Every name that a node itself has, of whatever kind."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
            yield name
        case ast.keyword(arg=str() as name):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(name=name, asname=other):
            yield from (*name.split("."), *([other] if other else []))
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            yield from names
        case ast.ExceptHandler(name=str() as name) | ast.MatchAs(name=str() as name):
            yield name
        case ast.MatchStar(name=str() as name) | ast.MatchMapping(rest=str() as name):
            yield name
        case ast.Constant(value=str() as text):
            yield from _WORD.findall(text)
        case ast.Constant(value=bytes() as text):
            yield from _WORD.findall(text.decode("latin-1"))


def _names_bound(statement: ast.stmt) -> Iterator[str]:
    """The names that a top-level statement may bind in the module: too many rather than too few."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case _:
            for node in ast.walk(statement):
                match node:
                    case ast.alias(name=name, asname=other):
                        yield other or name.partition(".")[0]
                    case ast.Constant():
                        pass
                    case _:
                        yield from _names_in(node)


def _part(statement: ast.stmt, bound: set[str]) -> Part:
    runs = _runs(statement)
    head = [] if runs is None else runs
    return Part(
        names=tuple(sorted({*_names_bound(statement)})),
        uses=_uses([statement], bound),
        digest=_digest(statement),
        waits=runs is not None,
        head=_sha(_dump(head)) if head else "",
        head_uses=_uses(head, bound),
        spans=tuple(_spans(statement)),
    )


def _uses(nodes: Iterable[ast.AST], bound: set[str]) -> tuple[str, ...]:
    found = {name for node in nodes for one in _within(node) for name in _names_in(one)}
    return tuple(sorted(found & bound))


def _within(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all below it, but for docstrings."""
    yield node
    for name, value in ast.iter_fields(node):
        value = _documented(node, name, value)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, ast.AST):
                yield from _within(one)


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _runs(statement: ast.stmt) -> list[ast.AST] | None:
    """What a definition or import does besides binding its name; None where all of it counts."""
    match statement:
        case ast.Import():  # what is not there is made up, so none fails
            return []
        case ast.FunctionDef(decorator_list=[]) | ast.AsyncFunctionDef(decorator_list=[]):
            args = statement.args
            every = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
            found = [*args.defaults, *args.kw_defaults, statement.returns]
            found += [one.annotation for one in every if one is not None]
            return [one for one in found if one is not None and not isinstance(one, ast.Constant)]
        case ast.ClassDef(bases=[], keywords=[], decorator_list=[], body=body):
            rest: list[ast.AST] = []
            for one in body:
                match one:
                    case ast.Pass() | ast.Expr(value=ast.Constant()):
                        continue
                    case ast.FunctionDef() | ast.AsyncFunctionDef():
                        runs = _runs(one)
                        if runs is None:
                            return None
                        rest += runs
                    case _:
                        return None
            return rest
    return None


def _digest(statement: ast.stmt) -> str:
    """Of what a statement says, and of which of those in it share a line: not of how it looks."""
    starts = [start for start, _ in _spans(statement)]
    shared = [one == other for one, other in pairwise(starts)]
    return _sha(f"{_dump(statement)} {shared}")


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _dump(node: object) -> str:
    """A tree as text, without positions and docstrings."""
    if isinstance(node, ast.AST):
        fields = ast.iter_fields(node)
        texts = [f"{name}={_dump(_documented(node, name, value))}" for name, value in fields]
        return f"{type(node).__name__}({','.join(texts)})"
    if isinstance(node, list):
        return f"[{','.join(map(_dump, node))}]"
    return f"{type(node).__name__}:{node!r}"


def _documented(node: ast.AST, name: str, value: object) -> object:
    """A body without its docstring."""
    if name != "body" or not isinstance(value, list) or not isinstance(node, _DEFINITIONS):
        return value
    return value[1:] if value and _is_text(value[0]) else value


def _is_text(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _spans(statement: ast.stmt) -> Iterator[tuple[int, int]]:
    """The first and last line of each statement in it but docstrings, from the outside in."""
    yield first_line(statement), statement.end_lineno or statement.lineno
    for name, value in ast.iter_fields(statement):
        nodes = _documented(statement, name, value)
        yield from _spans_in(nodes)


def _spans_in(value: object) -> Iterator[tuple[int, int]]:
    if isinstance(value, list):
        for one in value:
            yield from _spans_in(one)
    elif isinstance(value, ast.stmt):
        yield from _spans(value)
    elif isinstance(value, ast.ExceptHandler | ast.match_case):
        yield from _spans_in(value.body)
