"""A notebook as a module: its definitions, imports and literal constants, and nothing else.

What explores (calls, loops, plots, prints) is left out, so that a notebook is marked by what
it defines, not by the order it was played with. Nothing of it is run.
"""

from __future__ import annotations

import ast
import builtins
import symtable
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from grader.submissions.cells import Cell, NotebookUnreadable, code_cells, parse, reason

__all__ = ["Notebook", "NotebookUnreadable", "extract_notebook"]

MAX_NOTES = 20
# Where each line came from is kept for a whole class.
MAX_LINES = 20_000
# Python refuses some code only when it is compiled ("return" outside a function).
_REFUSALS = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)
_TYPE_MAKERS = frozenset({"NamedTuple", "NewType", "ParamSpec", "TypeVar", "namedtuple"})
_DEFINITIONS: tuple[type[ast.AST], ...] = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Import,
    ast.ImportFrom,
    getattr(ast, "TypeAlias", ast.ClassDef),
)


@dataclass(frozen=True)
class Notebook:
    """The Python of a notebook; `line_map[i - 1]` is (cell, line in it) of source line `i`."""

    source: str
    line_map: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Piece:
    cell: int
    line: int
    lines: tuple[str, ...]
    future: bool


def extract_notebook(text: str) -> Notebook:
    """What of a notebook's text is marked. Raises NotebookUnreadable with a sentence.

    Kept: functions, classes, imports, names given a literal value, a lambda, another name or
    a type. The source compiles, and is "" if there is nothing to keep. Cells are numbered
    from the top, text cells included.
    """
    cells, notes = code_cells(text)
    pieces: list[_Piece] = []
    computed: dict[str, int] = {}
    known = set(dir(builtins))
    for cell in cells:
        for statement in cell.body:
            needs = _needs(statement)
            simple = isinstance(statement, ast.Assign | ast.AnnAssign)
            lost = needs & computed.keys() - known
            # A name that is not there would stop the whole module, not this line alone.
            ready = not lost and (not simple or needs <= known or "*" in known)
            if not (_is_kept(statement) and ready):
                computed.update(dict.fromkeys(_bound(statement), cell.number))
                if isinstance(statement, _DEFINITIONS):
                    notes.append(
                        f"line {statement.lineno} of cell {cell.number} was left out: "
                        f"it needs {', '.join(sorted(lost))}, which is computed"
                    )
                continue
            piece = _piece(cell, statement)
            refusal = _refusal("\n".join(piece.lines))
            if refusal:
                notes.append(f"line {piece.line} of cell {cell.number} was left out: {refusal}")
            else:
                pieces.append(piece)
                known.update(_defined(statement))
    # Python wants these before all else, and a notebook allows them in any cell.
    pieces.sort(key=lambda piece: not piece.future)
    if sum(len(piece.lines) for piece in pieces) > MAX_LINES:
        raise NotebookUnreadable(f"the notebook's definitions have more than {MAX_LINES} lines")
    source = "".join(f"{line}\n" for piece in pieces for line in piece.lines)
    refusal = _refusal(source)
    if refusal:
        raise NotebookUnreadable(f"the notebook's definitions don't go together: {refusal}")
    notes.extend(_missing(source, computed))
    if len(notes) > MAX_NOTES:
        notes[MAX_NOTES:] = [f"{len(notes) - MAX_NOTES} more remarks are left out here"]
    if notes:
        notes.append("cells are counted from the top, text cells included")
    line_map = tuple(
        (f"cell {piece.cell}", piece.line + offset)
        for piece in pieces
        for offset in range(len(piece.lines))
    )
    return Notebook(source, line_map, tuple(notes))


def _is_kept(statement: ast.stmt) -> bool:
    match statement:
        case ast.Assign(targets=targets, value=value):
            return all(_is_name(target) for target in targets) and _is_constant(value)
        case ast.AnnAssign(target=ast.Name(), value=value):
            return value is None or _is_constant(value)
        case ast.If(test=ast.Name("TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
            # Its body never runs; an else would.
            return not statement.orelse
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final):
            inner = [*body, *orelse, *final]
            for handler in handlers:
                inner.extend(handler.body)
            return any(_is_import(each) for each in body) and all(
                _is_import(each) or isinstance(each, ast.Pass) or _is_flag(each) for each in inner
            )
    return isinstance(statement, _DEFINITIONS)


def _is_import(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Import | ast.ImportFrom)


def _is_flag(statement: ast.stmt) -> bool:
    match statement:
        case ast.Assign(targets=[ast.Name()], value=ast.Constant()):
            return True
    return False


def _is_name(target: ast.expr) -> bool:
    match target:
        case ast.Name():
            return True
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return all(_is_name(part) for part in parts)
    return False


def _is_constant(value: ast.expr) -> bool:
    """Whether a value is literal, another name, a type or a lambda: nothing that computes."""
    waiting: list[ast.expr | None] = [value]
    while waiting:
        match waiting.pop():
            case None | ast.Constant() | ast.Name() | ast.Lambda():
                pass
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
                waiting.extend(parts)
            case ast.Dict(keys=keys, values=values):
                waiting.extend(keys)
                waiting.extend(values)
            case ast.UnaryOp(operand=operand):
                waiting.append(operand)
            case ast.BinOp(left=left, right=right):
                waiting.extend((left, right))
            case ast.Attribute(value=owner):
                waiting.append(owner)
            case ast.Subscript(value=owner, slice=index):
                waiting.extend((owner, index))
            case ast.Call(func=ast.Name(id=maker) | ast.Attribute(attr=maker)) as call:
                if maker not in _TYPE_MAKERS:
                    return False
                waiting.extend(call.args)
                waiting.extend(keyword.value for keyword in call.keywords)
            case _:
                return False
    return True


def _needs(statement: ast.stmt) -> set[str]:
    """The names that must be there when a definition is made, not only when it is called."""
    parts: list[ast.AST | None] = []
    match statement:
        case ast.Assign(value=value) | ast.AnnAssign(value=value):
            parts = [value]
        case ast.FunctionDef(args=args) | ast.AsyncFunctionDef(args=args):
            parts = [*statement.decorator_list, *args.defaults, *args.kw_defaults]
        case ast.ClassDef():
            parts = [*statement.decorator_list, *statement.bases]
    names: set[str] = set()
    waiting = [part for part in parts if part is not None]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif not isinstance(node, ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))
    return names


def _defined(statement: ast.stmt) -> Iterator[str]:
    """The names that a kept statement leaves behind; "*" for all of a module's."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.If():
            pass
        case ast.AnnAssign(value=None):
            pass
        case _:
            yield from _bound(statement)


def _piece(cell: Cell, statement: ast.stmt) -> _Piece:
    first, left = statement.lineno, statement.col_offset
    for decorator in getattr(statement, "decorator_list", ()):
        first, left = min(first, decorator.lineno), 0
    last = statement.end_lineno or first
    lines = list(cell.lines[first - 1 : last])
    # Offsets count the bytes of UTF-8; the end is cut first, as both may be on one line.
    lines[-1] = lines[-1].encode()[: statement.end_col_offset].decode()
    lines[0] = lines[0].encode()[left:].decode()
    future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
    return _Piece(cell.number, first, tuple(lines), future)


def _refusal(source: str) -> str:
    try:
        tree = parse(source)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(tree, "<notebook>", "exec", dont_inherit=True)
    except _REFUSALS as error:
        return reason(error)
    return ""


def _bound(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement outside of functions gives a value."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0]


def _missing(source: str, computed: dict[str, int]) -> Iterator[str]:
    """Notes on names that the definitions use and that only left-out code gives a value."""
    if not source or not computed:
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = symtable.symtable(source, "<notebook>", "exec")
    except _REFUSALS:
        return
    defined = {
        symbol.get_name()
        for symbol in module.get_symbols()
        if symbol.is_assigned() or symbol.is_imported()
    }
    used: set[str] = set()
    waiting = [module]
    while waiting:
        table = waiting.pop()
        waiting.extend(table.get_children())
        used.update(
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_referenced() and (table is module or symbol.is_global())
        )
    for name in sorted(used - defined - set(dir(builtins))):
        if name in computed:
            yield (
                f"your definitions use {name}, which cell {computed[name]} computes; only "
                "definitions, imports and literal values are taken, so pass it as an argument"
            )
