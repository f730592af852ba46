"""Where names stand: the scopes of a module, what each statement binds, and for sure or perhaps."""

from __future__ import annotations

import ast
import symtable
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

UNKNOWN = "?"  # for a value that is no import: a parameter, or what a call returned
PERHAPS = "*"  # before a builtin, and before what `from module import *` may have bound
# Decorators that only say how a method is reached, unless a submission gives them a meaning.
PLAIN_DECORATORS = frozenset("classmethod property staticmethod".split())
_OF_PROPERTIES = frozenset("deleter getter setter".split())
METHOD = (ast.FunctionDef, ast.AsyncFunctionDef)
_Tables = Mapping[tuple[str, int], Sequence[symtable.SymbolTable]]


@dataclass(frozen=True, eq=False)
class Scope:
    """Where a name is looked up first: the module, a function, a class or a comprehension.

    `late` is what runs only when a function of the module is called; `member` names the method
    of a top-level class that it belongs to. `tables` has several where twins share a line.
    """

    node: ast.AST
    outer: Scope | None = None
    tables: Sequence[symtable.SymbolTable] = ()
    targets: frozenset[str] = frozenset()
    late: bool = False
    member: str = ""
    imports: dict[str, set[str]] = field(default_factory=dict)

    def hides(self, name: str) -> bool:
        """Whether the name is its own and nobody else's; a class looks further out."""
        if isinstance(self.node, ast.ClassDef):
            return False
        symbols = [_symbol(table, name) for table in self.tables]
        own = bool(symbols) and all(one is not None and one.is_local() for one in symbols)
        return own or name in self.targets

    def leaves_to_module(self, name: str) -> bool:
        """Whether it says, or may say, that the name is the module's.

        So does a class that binds it: before it has, the name is the module's, whatever is around.
        """
        found = [one for table in self.tables if (one := _symbol(table, name)) is not None]
        if isinstance(self.node, ast.ClassDef):
            return any(not one.is_free() for one in found)
        return any(one.is_global() for one in found)

    def keeps(self, name: str) -> bool:
        """Whether it is a class, and the name that it binds is not declared global."""
        found = [one for table in self.tables if (one := _symbol(table, name)) is not None]
        in_class = isinstance(self.node, ast.ClassDef)
        return in_class and not any(one.is_declared_global() for one in found)


def walk(statement: ast.stmt, module: Scope, tables: _Tables) -> Iterator[tuple[ast.AST, Scope]]:
    """Every node of a top-level statement with its scope, parents first, without docstrings."""
    waiting: list[tuple[ast.AST, Scope]] = [(statement, module)]
    while waiting:
        node, scope = waiting.pop()
        yield node, scope
        outside, inside = _split(node)
        inner = _scope_of(node, scope, statement, tables) if inside else scope
        for children, where in ((inside, inner), (outside, scope)):
            waiting += [(child, where) for child in children if not _is_docstring(child)]


def _split(node: ast.AST) -> tuple[list[ast.AST], list[ast.AST]]:
    """A node's children: those in its own scope, and those in the scope that it opens."""
    children = list(ast.iter_child_nodes(node))
    match node:
        case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body) | ast.ClassDef(body=body):
            within = set(body)
            return [child for child in children if child not in within], list(body)
        case ast.Lambda(args=args, body=body):
            return [args], [body]
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            first, *rest = node.generators
            inside = [child for child in children if not isinstance(child, ast.comprehension)]
            return [first.iter], [*inside, first.target, *first.ifs, *rest]
    return children, []


def _scope_of(node: ast.AST, outer: Scope, statement: ast.stmt, tables: _Tables) -> Scope:
    late, member = outer.late, outer.member
    name = getattr(node, "name", "lambda")
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            late = late or (node is statement and not node.decorator_list)
            in_class = isinstance(statement, ast.ClassDef) and outer.node is statement
            if in_class and all(_is_plain(one, name) for one in node.decorator_list):
                member = name
        case ast.Lambda():
            late = late or node is _value_of_name(statement)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            targets = frozenset(
                one.id
                for generator in node.generators
                for one in ast.walk(generator.target)
                if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
            )
            return Scope(node, outer, (), targets, late=late, member=member)
    found = tables.get((name, getattr(node, "lineno", 0)), ())
    return Scope(node, outer, found, late=late, member=member)


def receivers(method: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """What a method calls the object, or the class, that it is a method of."""
    match method.decorator_list:
        case [ast.Name(id="staticmethod")]:
            return set()
    found = [*method.args.posonlyargs, *method.args.args][:1]
    return {one.arg for one in (*found, method.args.vararg) if one}


def _value_of_name(statement: ast.stmt) -> ast.expr | None:
    """The value that a statement gives to names, and to nothing that could run it."""
    match statement:
        case ast.Assign(targets=targets, value=value):
            return value if all(isinstance(one, ast.Name) for one in targets) else None
        case ast.AnnAssign(target=ast.Name(), value=value):
            return value
    return None


def _is_plain(decorator: ast.expr, method: str) -> bool:
    match decorator:
        case ast.Name(id=name):
            return name in PLAIN_DECORATORS
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            return name == method and attribute in _OF_PROPERTIES
    return False


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def unbinds(node: ast.AST) -> bool:
    """Whether a node takes a name's value away."""
    return isinstance(node, ast.ExceptHandler) or isinstance(getattr(node, "ctx", None), ast.Del)


def surely_bound(statement: ast.stmt) -> Iterator[ast.AST]:
    """The nodes of a top-level statement that give their names a value whenever it is run."""
    targets: list[ast.expr] = []
    match statement:
        case ast.Assign():
            targets = list(statement.targets)
        case ast.AnnAssign(target=ast.Name() as name, value=ast.expr()):
            targets = [name]
        case _:
            yield statement
    while targets:
        target = targets.pop()
        if isinstance(target, ast.Tuple | ast.List):
            targets += target.elts
        yield target


def bound_by(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The names that a node itself binds or deletes, and what Binding.full says of each."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name, UNKNOWN
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name, ""
        case ast.ExceptHandler(name=str(name)) | ast.MatchMapping(rest=str(name)):
            yield name, UNKNOWN
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name, UNKNOWN
        case ast.Import(names=names):
            for alias in names:
                top = alias.name.partition(".")[0]
                yield alias.asname or top, short_name(alias.name if alias.asname else top)
        case ast.ImportFrom(names=names):
            module = short_name(node.module or ".")
            for alias in names:
                full = module if alias.name == "*" else f"{module}.{alias.name}"
                yield alias.asname or alias.name, full


def short_name(full: str) -> str:
    """A module's dotted name as the course writes it."""
    head, dot, rest = full.partition(".")
    return ("np" if head == "numpy" else head) + dot + rest


def tables_of(source: str) -> _Tables:
    """The symbol tables of a source's functions and classes, by name and line."""
    found: dict[tuple[str, int], list[symtable.SymbolTable]] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            waiting = [symtable.symtable(source, "submission.py", "exec")]
    except (RecursionError, MemoryError, SyntaxError, ValueError):
        return {}  # every name is taken for the module's then
    while waiting:
        table = waiting.pop()
        found.setdefault((table.get_name().strip("<>"), table.get_lineno()), []).append(table)
        waiting += table.get_children()
    return found


def _symbol(table: symtable.SymbolTable, name: str) -> symtable.Symbol | None:
    try:
        return table.lookup(name)
    except KeyError:
        return None
