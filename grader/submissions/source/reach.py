"""What of a module can influence what comes of a call into it: its parts, and who needs whom.

A part is a top-level statement. An exercise needs those that bind a name which it reaches, or
may change what such a name stands for; only these are run for it (`needed`). What demonstrates,
plots or trains below the functions binds nothing that they use, and is left alone.
"""

from __future__ import annotations

import ast
import hashlib
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from grader.statements import first_line
from grader.submissions.model import Part
from grader.submissions.source.harmless import is_special
from grader.submissions.source.names import Names
from grader.submissions.source.scopes import bound_by

# With more than these a file is no student's work: it is run and marked as one piece.
MOST_PARTS = 2000
MOST_STATEMENTS = 10_000
# So many names are told of all parts together.
MOST_TOLD = 50_000
# Names by which code sees where and how it is written, or reaches what no name in it tells.
_SEES_ITSELF = frozenset(
    "__builtins__ __import__ breakpoint builtins compile currentframe delattr dir eval exec gc "
    "getattr getsource globals help importlib inspect linecache locals metaclass modules open "
    "setattr signature sys traceback vars".split()
)
# Of these, what reaches names of the module: where it is run, everything may be needed.
_REACHES_NAMES = frozenset(
    "__builtins__ __globals__ __import__ __main__ _getframe builtins compile currentframe eval "
    "exec f_globals f_locals gc globals importlib inspect modules".split()
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
# Of these, what may give a name of the module a value, or change a module, when it is run.
_BINDS_NAMES = _REACHES_NAMES - {"__main__", "eval", "compile", "inspect"} | frozenset(
    "delattr locals setattr vars".split()
)
# Modules that a call may set up for all that follows, as `np.random.seed(1)` does.
_SET_UP = frozenset("np random warnings".split())
_SETTINGS = frozenset(["sys.setrecursionlimit"])
# Builtins that look at what they are given, and change nothing of it.
_LOOKING = frozenset(
    "abs all any bool dict divmod enumerate float format frozenset hash id int isinstance "
    "issubclass len list max min print range repr reversed round set slice sorted str sum tuple "
    "type zip".split()
)
_WORD = re.compile(r"\w+")
_LOOKING_METHODS = frozenset(
    "all any argmax argmin argsort astype copy count cumsum dot endswith flatten format get index "
    "item items join keys lower max mean min prod ravel repeat reshape round split squeeze "
    "startswith std strip sum tolist transpose upper values var".split()
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SAYS_NOTHING = (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
_DEFINITIONS = (*_FUNCTIONS, ast.ClassDef)


def needed(parts: Sequence[Part], roots: Iterable[str]) -> list[int]:
    """The numbers of the parts that a call of one of the names in `roots` needs, in order."""
    binding: dict[str, list[int]] = {}
    for number, part in enumerate(parts):
        for name in {*part.names, *part.touches}:
            binding.setdefault(name, []).append(number)
    found: set[int] = set()
    renamed: set[int] = set()
    met: set[str] = set()
    waiting = [*roots]

    def take(number: int, *, through: str = "") -> None:
        part = parts[number]
        if number not in found:
            found.add(number)
            waiting.extend(part.uses)
        if part.aliases and number not in renamed and through not in part.names:
            # What it binds is another name for what is needed: that may be changed by it.
            renamed.add(number)
            waiting.extend(part.names)

    for number, part in enumerate(parts):
        if part.always:
            take(number)
    while waiting:
        name = waiting.pop()
        if name not in met:
            met.add(name)
            for number in binding.get(name, ()):
                take(number, through=name)
    if any(parts[number].reaches for number in found):
        return list(range(len(parts)))
    return sorted(found)


def parts_of(
    statements: Sequence[ast.stmt], source: str, allowed: Collection[str], given: Collection[str]
) -> tuple[Part, ...]:
    """The parts of a module whose top-level statements are these; none if there are too many.

    `allowed` are the modules that may be imported, `given` those that the assignment gives.
    """
    if len(statements) > MOST_PARTS:
        return ()
    names = Names(source, statements)
    drafts = [_draft(index, one, names) for index, one in enumerate(statements)]
    bound: dict[str, list[_Draft]] = {}
    for draft in drafts:
        for name in draft.names:
            bound.setdefault(name, []).append(draft)
    data = {name for name, found in bound.items() if not all(name in one.fixed for one in found)}
    modules = {name for name, found in bound.items() if all(one.imports for one in found)}
    data |= {name for draft in drafts for name in draft.late} - modules
    for draft in drafts:
        draft.is_setting = _is_setting(draft, names, bound.keys() - data, allowed)
        draft.runs_a_module = not modules_of(draft.statement).isdisjoint(given)
    steady = {*_STEADY, *given}
    parts = tuple(_part(draft, bound, data, steady) for draft in drafts)
    told = sum(len(part.names) + len(part.uses) + len(part.touches) for part in parts)
    small = sum(len(part.spans) for part in parts) <= MOST_STATEMENTS and told <= MOST_TOLD
    return parts if small else ()


def modules_of(statement: ast.stmt) -> set[str]:
    """The top of the name of each module that an import names."""
    match statement:
        case ast.Import(names=names):
            return {one.name.partition(".")[0] for one in names}
        case ast.ImportFrom(module=str(module)):
            return {module.partition(".")[0]}
    return set()


def one_part(source: str) -> Part:
    """All of a module as a single part, which may do anything."""
    return Part(
        names=(),
        uses=(),
        touches=(),
        digest=digest_of(source),
        spans=((1, source.count("\n") + 1),),
        always=True,
        reaches=True,
        sees_itself=True,
        by_chance=True,
    )


@dataclass(eq=False)
class _Draft:
    """A statement, and what is found out of it by itself.

    `uses` are names of the module that it names, `runs` those that it names when it is run.
    `names` it gives a value; `late` functions in it do so, or change what these stand for, when
    they are called. `handed` is what it may change by what it names when it is run. What it binds
    to `fixed` names only another binding changes. It `runs_a_module` where it imports one that is
    handed in beside it, or given.
    """

    statement: ast.stmt
    nodes: list[ast.AST]
    in_functions: set[ast.AST]
    names: set[str] = field(default_factory=set)
    uses: set[str] = field(default_factory=set)
    runs: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    handed: set[str] = field(default_factory=set)
    aliases: bool = False
    fixed: set[str] = field(default_factory=set)
    is_setting: bool = False
    runs_a_module: bool = False

    @property
    def imports(self) -> bool:
        return isinstance(self.statement, ast.Import | ast.ImportFrom)

    @property
    def waits(self) -> bool:
        """Whether it only makes a function or class, or imports: running it does nothing else."""
        match self.statement:
            case ast.Import() | ast.ImportFrom():
                return not self.runs_a_module
            case ast.FunctionDef(decorator_list=[]) | ast.AsyncFunctionDef(decorator_list=[]):
                return not self.runs
            case ast.ClassDef(bases=[], keywords=[], decorator_list=[], body=body):
                return not self.runs and all(map(_is_plain_member, body))
        return False


def _draft(index: int, statement: ast.stmt, names: Names) -> _Draft:
    nodes, late = _nodes(statement)
    draft = _Draft(statement, nodes, late, fixed=set(_fixed_in(statement, nodes)))
    for name, is_late in names.bound_in(index):
        (draft.late if is_late else draft.names).add(name)
    of_module = {}
    for node, name in names.of_module_in(index):
        of_module[node] = name
        draft.uses.add(name)
        if node not in late:
            draft.runs.add(name)
    for node in nodes:
        changed, handed = _changes(node)
        for one in changed:
            name = of_module.get(one, "")
            if name:
                (draft.late if node in late else draft.names).add(name)
        for one in handed:
            name = of_module.get(one, "")
            if name and node in late:
                if _is_receiver(node, one):
                    draft.late.add(name)
            elif name:
                draft.handed.add(name)
                draft.aliases |= not isinstance(node, ast.Call)
    return draft


def _nodes(statement: ast.stmt) -> tuple[list[ast.AST], set[ast.AST]]:
    """The nodes of a statement without docstrings, and those in bodies of functions, which run when
    these are called.
    """
    found: list[ast.AST] = []
    late: set[ast.AST] = set()
    waiting: list[tuple[ast.AST, bool]] = [(statement, False)]
    while waiting:
        node, is_late = waiting.pop()
        found.append(node)
        if is_late:
            late.add(node)
        makes = isinstance(node, (*_FUNCTIONS, ast.Lambda))
        for name in node._fields:
            value = _documented(node, name, getattr(node, name, None))
            inner = is_late or (makes and name == "body")
            if isinstance(value, list):
                waiting += [(one, inner) for one in value if isinstance(one, ast.AST)]
            elif isinstance(value, ast.AST) and not isinstance(value, _SAYS_NOTHING):
                waiting.append((value, inner))
    return found, late


def _changes(node: ast.AST) -> tuple[list[ast.Name], list[ast.Name]]:
    """The names whose value a node changes for sure, and those whose value it may change.

    Whether they are names of the module is another question.
    """
    match node:
        case (
            ast.Attribute(value=value, ctx=ast.Store() | ast.Del())
            | ast.Subscript(value=value, ctx=ast.Store() | ast.Del())
        ):
            return _roots([value]), []
        case ast.Call(func=ast.Name(id=name)) if name in _LOOKING:
            return [], []
        case ast.Call(func=ast.Attribute(attr=name)) if name in _LOOKING_METHODS:
            return [], []
        case ast.Call(func=func, args=args, keywords=keywords):
            # What is called by its own name is a function, and keeps nothing.
            of = [] if isinstance(func, ast.Name) else [func]
            return [], _roots([*of, *args, *(one.value for one in keywords)])
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return [], _roots([value])
        case ast.NamedExpr(value=value) | ast.For(iter=value) | ast.AsyncFor(iter=value):
            return [], _roots([value])
        case ast.With(items=items) | ast.AsyncWith(items=items):
            return [], _roots([one.context_expr for one in items])
        case ast.ClassDef(bases=bases, keywords=keywords, decorator_list=decorators):
            # A base may keep a list of what is derived from it.
            return [], _roots([*bases, *(one.value for one in keywords), *decorators])
    return [], []


def _roots(values: Iterable[ast.expr]) -> list[ast.Name]:
    """The names whose value an expression may be, or be a piece of."""
    found: list[ast.Name] = []
    waiting = list(values)
    while waiting:
        match waiting.pop():
            case ast.Name() as name:
                found.append(name)
            case ast.Attribute(value=value) | ast.Subscript(value=value) | ast.Starred(value=value):
                waiting.append(value)
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
                waiting += parts
            case ast.Dict(values=parts):
                waiting += parts
            case ast.IfExp(body=body, orelse=orelse):
                waiting += [body, orelse]
            case ast.BoolOp(values=parts):
                waiting += parts
            case ast.NamedExpr(value=value):
                waiting.append(value)
    return found


def _is_receiver(node: ast.AST, name: ast.Name) -> bool:
    """Whether a call is one of a method of what the name stands for, or of a piece of it."""
    return isinstance(node, ast.Call) and name in _roots([node.func])


def _fixed_in(statement: ast.stmt, nodes: Sequence[ast.AST]) -> Iterator[str]:
    """The names to which it binds what nothing changes: functions, classes, modules, numbers."""
    if isinstance(statement, _DEFINITIONS):
        yield statement.name
        return
    fixed: set[str] = set()
    stored: set[str] = set()
    constant: set[ast.AST] = set()
    for node in nodes:  # an assignment comes before what is in it
        match node:
            case ast.Assign(targets=targets, value=value) if _is_constant(value):
                constant.update(one for target in targets for one in ast.walk(target))
            case ast.AnnAssign(target=target, value=ast.expr() as value) if _is_constant(value):
                constant.add(target)
            case ast.Name(id=name, ctx=ast.Store()):
                (fixed if node in constant else stored).add(name)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                fixed.add(node.name)
            case ast.Import() | ast.ImportFrom():
                fixed.update(name for name, _ in bound_by(node))
    yield from fixed - stored


def _is_constant(value: ast.expr) -> bool:
    """Whether it is a number, a text, or what is made of these and can't be changed."""
    match value:
        case ast.Constant() | ast.Lambda():
            return True
        case ast.Tuple(elts=parts):
            return all(map(_is_constant, parts))
        case ast.UnaryOp(operand=operand):
            return _is_constant(operand)
        case ast.BinOp(left=left, right=right):
            return _is_constant(left) and _is_constant(right)
    return False


def _is_plain_member(statement: ast.stmt) -> bool:
    match statement:
        case ast.FunctionDef(decorator_list=[]) | ast.AsyncFunctionDef(decorator_list=[]):
            return True
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return _is_constant(value)
    return False


def _is_setting(
    draft: _Draft, names: Names, fixed: Collection[str], allowed: Collection[str]
) -> bool:
    """Whether it brings names that it does not tell, or sets up a module for what follows."""
    match draft.statement:
        case ast.ImportFrom(names=[ast.alias(name="*")]):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute() as func)) if draft.runs <= {*fixed}:
            for full in names.meanings_of(func):
                top = full.partition(".")[0]
                if full in _SETTINGS or (top in _SET_UP and top in {*allowed, "np", "random"}):
                    return True
    return False


def _part(
    draft: _Draft,
    bound: Mapping[str, Sequence[_Draft]],
    data: set[str],
    steady: set[str],
) -> Part:
    nodes, late = draft.nodes, draft.in_functions
    words = [(node, set(_names_in(node))) for node in nodes]
    words = [(node, found) for node, found in words if found or isinstance(node, ast.ImportFrom)]
    reaches = any(_reaches_names(node, found) for node, found in words)
    return Part(
        names=tuple(sorted(draft.names)),
        uses=tuple(sorted(draft.uses & bound.keys())),
        touches=tuple(sorted(((draft.handed | _called(draft, bound)) & data) - draft.names)),
        digest=_digest(draft.statement),
        spans=tuple(_spans(draft.statement)),
        always=draft.is_setting
        or (
            not draft.imports
            and any(
                not _BINDS_NAMES.isdisjoint(found)
                for node, found in words
                if node not in late and not isinstance(node, ast.Constant)
            )
        ),
        waits=draft.waits,
        aliases=draft.aliases,
        reaches=reaches,
        sees_itself=any(_sees_itself(node, found) for node, found in words),
        by_chance=_is_by_chance(nodes, steady),
    )


def _called(draft: _Draft, bound: Mapping[str, Sequence[_Draft]]) -> set[str]:
    """What functions change that the statement may call when it is run."""
    changed: set[str] = set()
    met: set[str] = set()
    waiting = [*draft.runs]
    while waiting:
        name = waiting.pop()
        if name in met:
            continue
        met.add(name)
        for one in bound.get(name, ()):
            if one is not draft and isinstance(one.statement, _DEFINITIONS):
                changed |= one.late
                waiting += one.uses
    return changed


def _is_by_chance(nodes: Iterable[ast.AST], steady: Collection[str]) -> bool:
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


def _is_of_python(module: str, steady: Collection[str]) -> bool:
    top = module.partition(".")[0]
    return top in sys.stdlib_module_names and top not in steady


def _is_unseeded(args: Sequence[ast.expr], keywords: Sequence[ast.keyword]) -> bool:
    given = [*args, *(one.value for one in keywords)]
    return not given or any(isinstance(one, ast.Constant) and one.value is None for one in given)


def _reaches_names(node: ast.AST, words: Collection[str]) -> bool:
    match node:
        case ast.FunctionDef(name="__getattr__" | "__dir__"):
            return True
        case ast.Constant():  # other words of this kind are words of a message
            return not _REACHES_NAMES.isdisjoint(
                one for one in words if one.startswith("_") and one != "__main__"
            )
    return not _REACHES_NAMES.isdisjoint(words)


def _sees_itself(node: ast.AST, words: Iterable[str]) -> bool:
    match node:
        case ast.ImportFrom(names=[ast.alias(name="*")]):
            return True
        case ast.FunctionDef(name="__getattr__" | "__dir__"):
            return True
    return any(one in _SEES_ITSELF or (is_special(one) and one not in _PLAIN) for one in words)


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


def _digest(statement: ast.stmt) -> str:
    """Of what a statement says, and of which of those in it share a line: not of how it looks."""
    starts = [start for start, _ in _spans(statement)]
    shared = [one == other for one, other in pairwise(starts)]
    return digest_of(f"{_dump(statement)} {shared}")


def digest_of(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _dump(node: object) -> str:
    """A tree as text, without positions and docstrings."""
    if isinstance(node, ast.AST):
        fields = ast.iter_fields(node)
        texts = [f"{name}={_dump(_documented(node, name, value))}" for name, value in fields]
        return f"{type(node).__name__}({','.join(texts)})"
    if isinstance(node, list):
        return f"[{','.join(map(_dump, node))}]"
    if isinstance(node, int):
        return f"{type(node).__name__}:{node:x}"  # Python writes no long one in tens
    return f"{type(node).__name__}:{node!r}"


def _documented(node: ast.AST, name: str, value: object) -> object:
    """A body without its docstring."""
    if name != "body" or not isinstance(value, list) or not isinstance(node, _DEFINITIONS):
        return value
    return value[1:] if value and is_text(value[0]) else value


def is_text(statement: ast.stmt) -> bool:
    """Whether it is a docstring, or a text that stands for a comment."""
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
