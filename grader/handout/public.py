"""The public checks, cut out of `checks.py` with what they need and nothing else."""

from __future__ import annotations

import ast

from grader.assignments import Assignment


def public_checks(assignment: Assignment) -> str:
    """The source of the public checks and of what they need, and of nothing else."""
    path = assignment.folder / "checks.py"
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    body = ast.parse(source).body
    wanted = {check.id for check in assignment.checks if check.public}
    needed = _needed(body, wanted)
    imports = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    rest = [node for node in body if _defined(node) & needed]
    used = {name for node in rest for name in _names(node)}
    head = [text for node in imports if (text := _import_of(node, used))]
    title = f'"""The public checks of {assignment.spec.title}; run them with `grade check`."""\n'
    parts = ["".join(lines[_first_line(node) - 1 : node.end_lineno]) for node in rest]
    return "\n".join([title, "\n".join(head), "", "", "\n\n\n".join(p.strip() for p in parts), ""])


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *[decorator.lineno for decorator in decorators]])


def _defined(node: ast.stmt) -> set[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Assign(targets=targets):
            return {t.id for target in targets for t in ast.walk(target) if isinstance(t, ast.Name)}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
    return set()


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _needed(body: list[ast.stmt], wanted: set[str]) -> set[str]:
    """The top-level names that these definitions need, themselves included."""
    uses = {name: _names(node) for node in body for name in _defined(node)}
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name in uses and name not in found:
            found.add(name)
            waiting.extend(uses[name])
    return found


def _import_of(node: ast.Import | ast.ImportFrom, used: set[str]) -> str:
    """The import statement with the names that are used only, or ""."""
    kept = [alias for alias in node.names if (alias.asname or alias.name).partition(".")[0] in used]
    if isinstance(node, ast.ImportFrom) and node.module == "__future__":
        kept = node.names
    if not kept:
        return ""
    if isinstance(node, ast.Import):
        return ast.unparse(ast.Import(names=kept))
    return ast.unparse(ast.ImportFrom(module=node.module, names=kept, level=node.level))
