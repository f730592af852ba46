"""What can be read off a submission without running it, in the checker.

It parses the source and looks at its syntax tree: does it compile, which functions are
still stubs, which imports and names does the assignment not allow, what should a person
look at. It never executes or imports anything of the submission.
"""

from __future__ import annotations

import ast
import marshal
import warnings
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from grader.bounded import Bounds, TooLong, memory_limit
from grader.scopes import PERHAPS, UNKNOWN, Names, Use, bound_by, is_getattr

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
    parts: Mapping[ast.stmt, tuple[ast.AST, ...]] = field(default_factory=dict)
    code: bytes = b""
    source: str = ""

    @cached_property
    def names(self) -> Names:
        """What the names of the module mean; worked out when it is first asked for."""
        return Names(self.source, tuple(self.parts))

    @property
    def filled_in(self) -> frozenset[str]:
        """The top-level functions that are more than stubs, and the classes without one."""
        return frozenset(
            statement.name
            for statement, part in self.parts.items()
            if (isinstance(statement, ast.FunctionDef) and statement.name not in self.stubs)
            or (isinstance(statement, ast.ClassDef) and not any(map(_refuses, part)))
        )


# Python looks each of these up among all the others when it compiles, by hashes that can be made
# equal: of more than so many, a worker compiles, within its time.
_MERGED = (ast.Constant, ast.Tuple, ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
MOST_MERGED = 5000
# A source of the largest size, a megabyte, is read in a few.
READING_SECONDS = 20


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
            code = _compiled(tree, source, filename)
        # Not around the parser: broken off, it takes its own state for an error of Python's.
        with Bounds(READING_SECONDS, memory_limit()):
            return _analysed(tree, code, source, {*ALLOWED_IMPORTS, *imports, *given})
    except SyntaxError as fault:
        where = f"line {fault.lineno}: " if fault.lineno else ""
        return Analysis(problem=f"{where}{fault.msg}", line=fault.lineno)
    except (ValueError, RecursionError, MemoryError, OverflowError) as fault:
        return Analysis(problem=f"Python cannot compile it ({type(fault).__name__})")
    except TooLong:
        return Analysis(problem=f"it takes more than {READING_SECONDS} s to read")


def _compiled(tree: ast.Module, source: str, filename: str) -> bytes:
    if sum(isinstance(node, _MERGED) for node in ast.walk(tree)) > MOST_MERGED:
        return b""
    return marshal.dumps(compile(source, filename, "exec", dont_inherit=True))


def _analysed(tree: ast.Module, code: bytes, source: str, allowed: set[str]) -> Analysis:
    tree.body = [statement for statement in tree.body if not _is_demo(statement)]
    parts = {statement: tuple(ast.walk(statement)) for statement in tree.body}
    nodes = [node for part in parts.values() for node in part]
    return Analysis(
        stubs=frozenset(_stubs(tree)),
        notes=tuple(_imports_not_allowed(nodes, allowed)),
        held=tuple(dict.fromkeys(_suspicious(nodes)))[:MOST_HELD],
        allowed=frozenset(allowed),
        parts=parts,
        code=code,
        source=source,
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
    own = set(_own_modules(nodes))
    for line, name in _imports(nodes):
        if name.partition(".")[0] in SUSPICIOUS_MODULES:
            yield f"line {line} imports {name[:60]}"
    for node in nodes:
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in SUSPICIOUS_CALLS:
                yield f"line {node.lineno} calls {name}"
            case ast.Attribute(attr=name) if name in _TELLING_ATTRIBUTES and node not in own:
                yield f"line {node.lineno} uses .{name}"


def _own_modules(nodes: Sequence[ast.AST]) -> Iterator[ast.Attribute]:
    """Each self.modules and net.modules that cannot be sys.modules: of a class with its own."""
    if not any(isinstance(node, ast.Attribute) and node.attr == "modules" for node in nodes):
        return
    classes = set()
    asked = {
        (node.value.id, node.attr)
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            methods = [one for one in node.body if isinstance(one, ast.FunctionDef)]
            if any(method.name == "__new__" for method in methods):
                continue
            found = [one for method in methods for one in _of_receiver(method, "modules")]
            given = any(isinstance(one.ctx, ast.Store) for one in found)
            # Of Class.method(x) the receiver may be anything.
            if given and not any((node.name, method.name) in asked for method in methods):
                yield from found
                if not (node.decorator_list or node.keywords or node.bases):
                    classes.add(node.name)
    objects = _only_made_by(classes, nodes)
    for node in nodes:
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr="modules") if name in objects:
                yield node


def _of_receiver(method: ast.FunctionDef, word: str) -> Iterator[ast.Attribute]:
    """Each self.word in a method that calls nothing else by the name of its receiver."""
    if method.decorator_list or not method.args.args or method.args.posonlyargs:
        return
    receiver, nodes = method.args.args[0].arg, list(ast.walk(method))
    if sum(name == receiver for node in nodes for name in _named_by(node)) == 1:
        for node in nodes:
            match node:
                case ast.Attribute(value=ast.Name(id=name), attr=attr):
                    if (name, attr) == (receiver, word):
                        yield node


def _only_made_by(classes: Collection[str], nodes: Sequence[ast.AST]) -> set[str]:
    """The names that nothing binds but `name = Class(…)`, with a class that is bound once."""
    bound = Counter(name for node in nodes for name in _named_by(node))
    made: Counter[str] = Counter()
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=maker))):
                made[name] += maker in classes and bound[maker] == 1
    return {name for name, times in made.items() if times == bound[name]}


def _named_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.arg):
        yield node.arg
    yield from (name for name, _ in bound_by(node))


def refusal(
    analysis: Analysis, exercise: str, forbidden: Sequence[str], others: Collection[str]
) -> str:
    """The first sentence that `not_allowed` has for an exercise, or ""."""
    try:
        with Bounds(READING_SECONDS, memory_limit()):
            return next(not_allowed(analysis, exercise, forbidden, others), "")
    except (TooLong, MemoryError, RecursionError):
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
    found = [(use, full) for use in uses for full in _stands_for(use, names)]
    handed_on = {
        full.removeprefix(PERHAPS)
        for use, full in found
        if not names.is_part(use)
        if any(one.startswith(f"{full.removeprefix(PERHAPS)}.") for one in forbidden)
    }
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
