"""What can be read off a submission without running it, by whoever may take the time.

It parses the source and looks at its syntax tree: does it compile, which functions are
still stubs, which imports and names does the assignment not allow, what should a person
look at. It never executes or imports anything of the submission.
"""

from __future__ import annotations
import __future__

import ast
import marshal
import re
import sys
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from grader.statements import first_line
from grader.submissions.cells import without_magics
from grader.submissions.model import Part, Stopped
from grader.submissions.names import few, shortened
from grader.submissions.source.advice import with_advice
from grader.submissions.source.endless import endless
from grader.submissions.source.held import imports_in, suspicious
from grader.submissions.source.names import Names
from grader.submissions.source.reach import is_text, needed, one_part, parts_of
from grader.submissions.source.reasons import most_telling
from grader.submissions.source.slips import gives_up, refuses, slips
from grader.submissions.source.told import lines_told

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


@dataclass(frozen=True)
class Analysis:
    """What the source says of itself; `problem` is set when it is no Python.

    `parts` maps each top-level statement that marking may run to all the nodes in it. All of them
    but those that are `refused` have a place in `reach`, with the code in `codes`.
    """

    problem: str = ""
    line: int | None = None
    stubs: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    allowed: frozenset[str] = frozenset()
    parts: Mapping[ast.stmt, tuple[ast.AST, ...]] = field(default_factory=dict)
    reach: tuple[Part, ...] = ()
    codes: tuple[bytes, ...] = ()
    refused: tuple[Stopped, ...] = ()
    guarded: tuple[int, ...] = ()
    endless: tuple[tuple[int, int, str], ...] = ()
    source: str = ""

    @cached_property
    def names(self) -> Names:
        """What the names of what may be run mean; worked out when it is first asked for."""
        return Names(self.source, tuple(self.parts))

    def lines_told(self, exercise: str) -> frozenset[int]:
        """The lines at which the exercise may be said to raise on hidden inputs."""
        return lines_told(self.parts, exercise)

    @property
    def filled_in(self) -> frozenset[str]:
        """The top-level functions that are more than stubs, and the classes without one."""
        return frozenset(
            statement.name
            for statement, part in self.parts.items()
            if (isinstance(statement, ast.FunctionDef) and statement.name not in self.stubs)
            or (isinstance(statement, ast.ClassDef) and not any(map(refuses, part)))
        )


NO_MEMORY = "Python cannot compile it (MemoryError)"
_VERSION = ".".join(map(str, sys.version_info[:2]))
# What Python refuses when it compiles a statement that it could parse.
_REFUSALS = (SyntaxError, ValueError, RecursionError, OverflowError)


def analyse(
    source: str,
    *,
    imports: Sequence[str] = (),
    given: Collection[str] = (),
    filename: str = "submission.py",
    exercises: Collection[str] = (),
) -> Analysis:
    """Read a submission's source. Bad source is a `problem`, never an exception.

    Of it is looked at what one of the `exercises` needs, or everything if there are none.
    Nothing here bounds what the source makes Python do: see `reader`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape is no concern of ours
            try:
                tree, notes = ast.parse(source), []
            except SyntaxError:
                # As in a script that was exported from a notebook, or that was one.
                source, left_out = without_magics(source)
                if not left_out:
                    raise
                tree, notes = ast.parse(source), [f"{left_out} of the file"]
            return _analysed(tree, source, notes, imports, given, filename, exercises)
    except SyntaxError as fault:
        where = f"line {fault.lineno}: " if fault.lineno else ""
        said = with_advice(source, fault.lineno, shortened(fault.msg))
        return Analysis(problem=f"{where}{said}", line=fault.lineno)
    except MemoryError:
        return Analysis(problem=NO_MEMORY)
    except (ValueError, RecursionError, OverflowError) as fault:
        return Analysis(problem=f"Python cannot compile it ({type(fault).__name__})")


def _analysed(
    tree: ast.Module,
    source: str,
    notes: Sequence[str],
    imports: Sequence[str],
    given: Collection[str],
    filename: str,
    exercises: Collection[str],
) -> Analysis:
    allowed = {*ALLOWED_IMPORTS, *imports, *given}
    guarded: tuple[int, ...] = ()
    if any(isinstance(one, ast.Try) for one in ast.walk(tree)):
        guarded = tuple(sorted(_guarded(tree)))
        tree = _WithoutMissing(allowed).visit(tree)
    stubs = frozenset(_stubs(tree))
    flags = _flags(tree)
    statements, codes, refused = _compiled(tree, filename, flags)
    nodes_of = {statement: tuple(ast.walk(statement)) for statement in statements}
    imported = [node for nodes in nodes_of.values() for node in nodes]
    noted = few(
        [
            *notes,
            *slips(tree.body, exercises, stubs),
            *(
                f"{name[:60]}, imported on line {line}, is not on this assignment's list: what "
                "does not use it is marked as if it were not there."
                for line, name in imports_not_allowed(imported, imports, given)
            ),
        ]
    )
    source = _without(source, [one for one in tree.body if one not in {*statements}], statements)
    run, parts = statements, parts_of(statements, source, allowed, given)
    if not parts and statements:
        parts, codes = (one_part(source),), [_code(statements, filename, flags)]
    elif exercises:
        run = [statements[number] for number in needed(parts, exercises)]
    nodes_of = {statement: nodes_of[statement] for statement in run}
    found = Analysis(
        stubs=stubs,
        notes=noted,
        allowed=frozenset(allowed),
        parts=nodes_of,
        reach=parts,
        codes=tuple(codes),
        refused=tuple(refused),
        guarded=guarded,
        endless=endless(tree),
        source=source,
    )
    nodes = [node for part in nodes_of.values() for node in part]
    held = tuple(suspicious(nodes, allowed, lambda: found.names))
    return replace(found, held=most_telling(held))


def _flags(tree: ast.Module) -> int:
    """What the file asks of the compiler, wherever it does so.

    Annotations are never worked out: what they name may be gone, and says nothing to marking.
    """
    flags = __future__.annotations.compiler_flag
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            for one in statement.names:
                flags |= getattr(getattr(__future__, one.name, None), "compiler_flag", 0)
    return flags


def _compiled(
    tree: ast.Module, filename: str, flags: int
) -> tuple[list[ast.stmt], list[bytes], list[Stopped]]:
    """The statements that are run when they are needed, their code, and what Python refuses."""
    statements, codes, refused = [], [], []
    for statement in tree.body:
        if _is_demo(statement) or is_text(statement):
            continue
        try:
            codes.append(_code([statement], filename, flags))
        except _REFUSALS as fault:
            names = tuple(sorted({*_binds(statement)}))
            refused.append(Stopped(first_line(statement), names, f"it is {_refusal(fault)}"))
        else:
            statements.append(statement)
    return statements, codes, refused


def _code(body: list[ast.stmt], filename: str, flags: int) -> bytes:
    module = ast.Module(body=body, type_ignores=[])
    return marshal.dumps(compile(module, filename, "exec", flags=flags, dont_inherit=True))


def _refusal(fault: Exception) -> str:
    """What is said of a statement that Python could parse, and not compile."""
    if not isinstance(fault, SyntaxError):
        return f"not valid in Python {_VERSION} (nested too deeply)"
    said = with_advice("", None, shortened(fault.msg))
    return f"not valid in Python {_VERSION} ({said})"


def _guarded(tree: ast.Module) -> Iterator[int]:
    """The lines of imports that wait for an `ImportError`: what they try first may be missing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and any(map(_catches_import_error, node.handlers)):
            for statement in node.body:
                for one in ast.walk(statement):
                    if isinstance(one, ast.Import | ast.ImportFrom):
                        yield from range(one.lineno, (one.end_lineno or one.lineno) + 1)


class _WithoutMissing(ast.NodeTransformer):
    """Puts what it comes to in the place of an import that waits for a module that is not there.

    What is tried first is then no more than that, and what is done without it is what counts.
    """

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed = allowed

    def visit_Try(self, node: ast.Try) -> ast.Try:
        if any(map(_catches_import_error, node.handlers)):
            node.body = [self._missing(one) or one for one in node.body]
        self.generic_visit(node)
        return node

    def _missing(self, statement: ast.stmt) -> ast.stmt | None:
        modules: list[str] = []
        match statement:
            case ast.Import(names=names):
                modules = [one.name for one in names]
            case ast.ImportFrom(module=str() as module, level=0):
                modules = [module]
        for module in modules:
            top = module.partition(".")[0]
            if top not in self._allowed and top not in sys.stdlib_module_names:
                said = ast.Constant(f"No module named {top!r}")
                fault = ast.Call(ast.Name("ModuleNotFoundError", ast.Load()), [said], [])
                raising = ast.Raise(fault, None)
                return ast.fix_missing_locations(ast.copy_location(raising, statement))
        return None


def _catches_import_error(handler: ast.ExceptHandler) -> bool:
    caught = handler.type
    kinds = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(
        one is None
        or (
            isinstance(one, ast.Name)
            and one.id in ("BaseException", "Exception", "ImportError", "ModuleNotFoundError")
        )
        for one in kinds
    )


def _without(source: str, left_out: Sequence[ast.stmt], run: Sequence[ast.stmt]) -> str:
    """The source as it is looked at: lines that hold only what is never run are blank."""
    if not left_out:
        return source
    # Lines as Python counts them: str.splitlines knows more ends than these.
    lines = re.split(r"(\r\n|\r|\n)", source)
    kept = {number for statement in run for number in _lines_of(statement)}
    for statement in left_out:
        for number in {*_lines_of(statement)} - kept:
            lines[2 * (number - 1)] = ""
    return "".join(lines)


def _lines_of(statement: ast.stmt) -> range:
    return range(first_line(statement), (statement.end_lineno or statement.lineno) + 1)


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
        if all(map(gives_up, body)):
            yield name


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


def imports_not_allowed(
    nodes: Iterable[ast.AST], imports: Collection[str], given: Collection[str]
) -> Iterator[tuple[int, str]]:
    """The line and the full name of each import that is not among what may be imported, where an
    assignment adds these `imports` and the `given` modules.
    """
    allowed = {*ALLOWED_IMPORTS, *imports, *given}
    for line, name in imports_in(nodes):
        if name.partition(".")[0] not in allowed:
            yield line, name


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
