"""What can be read off a submission without running it, by whoever may take the time.

It parses the source and looks at its syntax tree: does it compile, which functions are
still stubs, which imports and names does the assignment not allow, what should a person
look at. It never executes or imports anything of the submission.
"""

from __future__ import annotations

import ast
import marshal
import re
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from grader.submissions.model import Reach
from grader.submissions.names import few, shortened
from grader.submissions.source.held import imports_in, suspicious
from grader.submissions.source.names import Names
from grader.submissions.source.reach import reach_of
from grader.submissions.source.reasons import most_telling
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
    """What the source says of itself; `problem` is set when it does not compile."""

    problem: str = ""
    line: int | None = None
    stubs: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    allowed: frozenset[str] = frozenset()
    parts: Mapping[ast.stmt, tuple[ast.AST, ...]] = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    code: bytes = b""
    source: str = ""

    @cached_property
    def names(self) -> Names:
        """What the names of the module mean; worked out when it is first asked for."""
        return Names(self.source, tuple(self.parts))

    def lines_told(self, exercise: str) -> frozenset[int]:
        """The lines at which the exercise may be said to raise on hidden inputs."""
        return lines_told(self.parts, exercise)

    @property
    def reach(self) -> Reach:
        """What of the module can influence a call into it."""
        return reach_of(tuple(self.parts), self.source, held=bool(self.held), given=self.given)

    @property
    def filled_in(self) -> frozenset[str]:
        """The top-level functions that are more than stubs, and the classes without one."""
        return frozenset(
            statement.name
            for statement, part in self.parts.items()
            if (isinstance(statement, ast.FunctionDef) and statement.name not in self.stubs)
            or (isinstance(statement, ast.ClassDef) and not any(map(_refuses, part)))
        )


NO_MEMORY = "Python cannot compile it (MemoryError)"


def analyse(
    source: str,
    *,
    imports: Sequence[str] = (),
    given: Collection[str] = (),
    filename: str = "submission.py",
) -> Analysis:
    """Read a submission's source. Bad source is a `problem`, never an exception.

    `parts` maps each top-level statement to all the nodes in it; `code` is what the source
    compiles to, for workers, which need not compile it each anew. Nothing here bounds what the
    source makes Python do: see `reader`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape is no concern of ours
            tree = ast.parse(source)
            source = _without_demos(tree, source)
            code = marshal.dumps(compile(source, filename, "exec", dont_inherit=True))
        return _analysed(tree, code, source, imports, given)
    except SyntaxError as fault:
        where = f"line {fault.lineno}: " if fault.lineno else ""
        return Analysis(problem=f"{where}{shortened(fault.msg)}", line=fault.lineno)
    except MemoryError:
        return Analysis(problem=NO_MEMORY)
    except (ValueError, RecursionError, OverflowError) as fault:
        return Analysis(problem=f"Python cannot compile it ({type(fault).__name__})")


def _analysed(
    tree: ast.Module, code: bytes, source: str, imports: Sequence[str], given: Collection[str]
) -> Analysis:
    allowed = {*ALLOWED_IMPORTS, *imports, *given}
    parts = {statement: tuple(ast.walk(statement)) for statement in tree.body}
    nodes = [node for part in parts.values() for node in part]
    found = Analysis(
        stubs=frozenset(_stubs(tree)),
        notes=few(_imports_not_allowed(nodes, allowed)),
        allowed=frozenset(allowed),
        given=frozenset(given),
        parts=parts,
        code=code,
        source=source,
    )
    held = tuple(suspicious(nodes, allowed, lambda: found.names))
    return replace(found, held=most_telling(held))


def _without_demos(tree: ast.Module, source: str) -> str:
    """The source as it is run: demos are blank lines, and no part of the tree any more.

    What is not looked at may not run either, whatever a file says that its name is.
    """
    demos = [statement for statement in tree.body if _is_demo(statement)]
    if not demos:
        return source
    tree.body = [statement for statement in tree.body if statement not in demos]
    # Lines as Python counts them: str.splitlines knows more ends than these.
    lines = re.split(r"(\r\n|\r|\n)", source)
    for demo in demos:
        for number in range(demo.lineno - 1, demo.end_lineno or demo.lineno):
            lines[2 * number] = ""
    return "".join(lines)


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


def _imports_not_allowed(nodes: Sequence[ast.AST], allowed: set[str]) -> Iterator[str]:
    for line, name in imports_in(nodes):
        if name.partition(".")[0] not in allowed:
            yield (
                f"{name[:60]}, imported on line {line}, is not on this assignment's list: what "
                "does not use it is marked as if it were not there."
            )


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
