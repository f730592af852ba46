"""What can be read off a submission without running it, in the checker.

It parses the source and looks at its syntax tree: does it compile, which functions are
still stubs, which imports and names does the assignment not allow, what should a person
look at. It never executes or imports anything of the submission.
"""

from __future__ import annotations

import ast
import marshal
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

# Importable in every assignment; an assignment may add to these.
ALLOWED_IMPORTS = (
    "__future__",
    "collections",
    "copy",
    "dataclasses",
    "functools",
    "itertools",
    "math",
    "numpy",
    "typing",
    "warnings",
)

# Constructs without a use in coursework that reach for the grader or the machine.
SUSPICIOUS_MODULES = frozenset(
    "_ctypes builtins ctypes faulthandler gc grader importlib inspect marshal mmap "
    "multiprocessing os pathlib pickle ptrace pty resource shutil signal socket subprocess sys "
    "threading tracemalloc".split()
)
SUSPICIOUS_CALLS = frozenset("__import__ breakpoint compile eval exec open".split())
SUSPICIOUS_ATTRIBUTES = frozenset(
    "__builtins__ __closure__ __code__ __globals__ __subclasses__ __traceback__ _getframe "
    "f_back f_globals f_locals f_trace f_trace_lines f_trace_opcodes fromfile gi_frame loadtxt "
    "memmap savetxt settrace setprofile tb_frame tofile".split()
)
# Modules that an allowed module has for its own use: `warnings.sys` is `sys`.
REACHED_MODULES = frozenset(
    "_os builtins ctypes gc importlib inspect modules os subprocess sys threading".split()
)
_TELLING_ATTRIBUTES = SUSPICIOUS_ATTRIBUTES | REACHED_MODULES
MOST_HELD = 10


@dataclass(frozen=True)
class Analysis:
    """What the source says of itself; `problem` is set when it does not compile."""

    problem: str = ""
    line: int | None = None
    stubs: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    allowed: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[ast.stmt, tuple[ast.AST, ...]] = field(default_factory=dict)
    code: bytes = b""

    @property
    def filled_in(self) -> frozenset[str]:
        """The top-level functions that are more than stubs, and the classes without one."""
        return frozenset(
            statement.name
            for statement, part in self.parts.items()
            if (isinstance(statement, ast.FunctionDef) and statement.name not in self.stubs)
            or (isinstance(statement, ast.ClassDef) and not any(map(_refuses, part)))
        )


def analyse(
    source: str,
    *,
    imports: Sequence[str] = (),
    given: Sequence[str] = (),
    filename: str = "submission.py",
) -> Analysis:
    """Read a submission's source. Bad source is a `problem`, never an exception.

    `parts` maps each top-level statement to all the nodes in it; `code` is what the source
    compiles to, for workers, which need not compile it each anew.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape is no concern of ours
            tree = ast.parse(source)
            code = marshal.dumps(compile(source, filename, "exec", dont_inherit=True))
    except SyntaxError as fault:
        where = f"line {fault.lineno}: " if fault.lineno else ""
        return Analysis(problem=f"{where}{fault.msg}", line=fault.lineno)
    except (ValueError, RecursionError, MemoryError, OverflowError) as fault:
        return Analysis(problem=f"Python cannot compile it ({type(fault).__name__})")
    allowed = {*ALLOWED_IMPORTS, *imports, *given}
    tree.body = [statement for statement in tree.body if not _is_demo(statement)]
    parts = {statement: tuple(ast.walk(statement)) for statement in tree.body}
    nodes = [node for part in parts.values() for node in part]
    return Analysis(
        stubs=frozenset(_stubs(tree)),
        notes=tuple(_imports_not_allowed(nodes, allowed)),
        held=tuple(dict.fromkeys(_suspicious(nodes)))[:MOST_HELD],
        allowed=frozenset(allowed),
        aliases=_aliases(nodes),
        parts=parts,
        code=code,
    )


def _stubs(tree: ast.Module) -> Iterator[str]:
    """Top-level functions whose last definition does nothing but refuse or give up."""
    last: dict[str, ast.stmt] = {}
    for statement in tree.body:
        last |= dict.fromkeys(_binds(statement), statement)
    for name, node in last.items():
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        body = node.body
        if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            body = body[1:]
        if all(map(_gives_up, body)):
            yield name


def _gives_up(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Return(value=None | ast.Constant(value=None)):
            return True
    return _refuses(statement)


def _refuses(node: ast.AST) -> bool:
    match node:
        case ast.Raise(exc=ast.Name(id="NotImplementedError")):
            return True
        case ast.Raise(exc=ast.Call(func=ast.Name(id="NotImplementedError"))):
            return True
    return False


def _is_demo(statement: ast.stmt) -> bool:
    """Whether it is `if __name__ == "__main__":` alone, which marking never runs."""
    match statement:
        case ast.If(
            test=ast.Compare(
                left=ast.Name(id="__name__"),
                ops=[ast.Eq()],
                comparators=[ast.Constant(value="__main__")],
            ),
            orelse=[],
        ):
            return True
    return False


def _imports(nodes: Sequence[ast.AST]) -> Iterator[tuple[int, str]]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, ("." * node.level) + (node.module or "")


def _imports_not_allowed(nodes: Sequence[ast.AST], allowed: set[str]) -> Iterator[str]:
    for line, name in _imports(nodes):
        if name.partition(".")[0] not in allowed:
            yield (
                f"{name[:60]}, imported on line {line}, is not on this assignment's list: what "
                "does not use it is marked as if it were not there."
            )


def _suspicious(nodes: Sequence[ast.AST]) -> Iterator[str]:
    for line, name in _imports(nodes):
        if name.partition(".")[0] in SUSPICIOUS_MODULES:
            yield f"line {line} imports {name[:60]}"
    for node in nodes:
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in SUSPICIOUS_CALLS:
                yield f"line {node.lineno} calls {name}"
            case ast.Attribute(attr=name) if name in _TELLING_ATTRIBUTES:
                yield f"line {node.lineno} uses .{name}"


def not_allowed(
    analysis: Analysis, exercise: str, forbidden: Sequence[str], others: Collection[str]
) -> Iterator[str]:
    """What an exercise, and whatever of the module it names, uses and may not: a sentence each.

    `others` are the other exercises, which answer for themselves. Not allowed are modules
    that are not on the assignment's list, and the `forbidden` names, written as the course
    writes them (`np.tanh`); other aliases, and their names as strings, are recognised.
    """
    defined: dict[str, list[ast.stmt]] = {}
    for statement in analysis.parts:
        for name in _binds(statement):
            defined.setdefault(name, []).append(statement)
    stars = _star_imports(analysis) if forbidden else set()
    last_words = {name.rpartition(".")[2] for name in forbidden}
    starred = {
        name.rpartition(".")[2]: name for name in forbidden if name.rpartition(".")[0] in stars
    }
    waiting, seen = [exercise], set(others)
    while waiting:
        name = waiting.pop()
        if name in seen or name not in defined:
            continue
        seen.add(name)
        for node in (node for one in defined[name] for node in analysis.parts[one]):
            line = getattr(node, "lineno", 0)
            if isinstance(node, ast.Name):
                waiting.append(node.id)
                module = analysis.aliases.get(node.id, "").partition(".")[0]
                if module and module not in analysis.allowed and module != "np":
                    yield f"Line {line} uses {module[:60]}, which is not allowed here"
            found = _dotted(node, analysis.aliases)
            if found in starred:
                found = starred[found]
            match node:
                case ast.Call(func=ast.Name(id="getattr"), args=[of, ast.Constant(value=word), *_]):
                    if word in last_words:
                        found = f"{_dotted(of, analysis.aliases)}.{word}"
            if found in forbidden:
                yield f"Line {line} uses {found}, which is not allowed here"


def _binds(statement: ast.stmt) -> Iterator[str]:
    """The names that a top-level statement gives a value, also within an `if` or a `try`."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in names)
        case _:
            for child in ast.iter_child_nodes(statement):
                if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
                    yield from _binds(child)  # type: ignore[arg-type]  # handlers hold statements
                else:
                    for node in ast.walk(child):
                        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                            yield node.id


def _aliases(nodes: Sequence[ast.AST]) -> dict[str, str]:
    found = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                found[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return {name: _short(full) for name, full in found.items()}


def _star_imports(analysis: Analysis) -> set[str]:
    """The modules, as the course writes them, of which everything is imported."""
    return {
        _short(node.module)
        for part in analysis.parts.values()
        for node in part
        if isinstance(node, ast.ImportFrom) and node.module
        if any(alias.name == "*" for alias in node.names)
    }


def _short(full: str) -> str:
    head, _, rest = full.partition(".")
    return ".".join(part for part in ("np" if head == "numpy" else head, rest) if part)


def _dotted(node: ast.AST, aliases: Mapping[str, str]) -> str:
    """The dotted name that an expression stands for, or ""."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([aliases.get(node.id, node.id), *reversed(parts)])
