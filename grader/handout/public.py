"""The public checks, cut out of `checks.py` with what they need and nothing else.

What they need of `assignments/common/` is copied too, so that a handout needs no other file.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.course import COMMON, Assignment
from grader.errors import CourseInvalid
from grader.statements import first_line


@dataclass(frozen=True)
class _File:
    """A file that public checks may need something of."""

    name: str
    lines: list[str]
    body: list[ast.stmt]

    @classmethod
    def read(cls, path: Path) -> _File:
        source = path.read_text(encoding="utf-8")
        return cls(path.name, source.splitlines(keepends=True), ast.parse(source).body)

    def text_of(self, node: ast.stmt) -> str:
        return "".join(self.lines[first_line(node) - 1 : node.end_lineno]).strip()


def public_checks(assignment: Assignment) -> str:
    """The source of the public checks and of what they need, and of nothing else.

    Raises `CourseInvalid` where one name means two things in the files that it comes from.
    """
    folder = assignment.folder
    files = _files(folder.parent, folder / "checks.py")
    wanted = {check.id for check in assignment.checks if check.public}
    needed = _needed(_uses(files, assignment.slug), wanted)
    rest = [(file, node) for file in files for node in file.body if _defined(node) & needed]
    used = {name for _, node in rest for name in _names(node)}
    imports = [
        node
        for file in files
        for node in file.body
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    head = [text for node in _joined(imports) if (text := _import_of(node, used))]
    title = f'"""The public checks of {assignment.spec.title}; run them with `grade check`."""\n'
    parts = [file.text_of(node) for file, node in rest]
    return "\n".join([title, "\n".join(head), "", "", "\n\n\n".join(parts), ""])


def _files(home: Path, path: Path, found: dict[Path, _File] | None = None) -> list[_File]:
    """A file and those of `common/` that it imports, those first that others need."""
    found = {} if found is None else found
    file = _File.read(path)
    for node in file.body:
        if isinstance(node, ast.ImportFrom) and _is_shared(node):
            _refuse_other_names(path, node)
            other = home.joinpath(*(node.module or "").split(".")).with_suffix(".py")
            if not other.is_file():
                raise CourseInvalid(
                    f"assignments/{path.parent.name}/{path.name}, line {node.lineno}: there is no "
                    f"file of that name; write `from {COMMON}.module import name`, since public "
                    "checks are copied with the names that they use."
                )
            if other not in found:
                _files(home, other, found)
    found[path] = file
    return [*found.values()]


def _refuse_other_names(path: Path, node: ast.ImportFrom) -> None:
    """What is copied keeps its name: another one would be missing."""
    for one in node.names:
        if one.asname not in (None, one.name):
            where = f"assignments/{path.parent.name}/{path.name}, line {node.lineno}"
            raise CourseInvalid(
                f"{where}, calls {one.name} of {node.module} {one.asname}; import "
                "it under its own name, which public checks are copied with."
            )


def _is_shared(node: ast.ImportFrom) -> bool:
    return (node.module or "").partition(".")[0] == COMMON


def _defined(node: ast.stmt) -> set[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Assign(targets=targets):
            return {t.id for target in targets for t in ast.walk(target) if isinstance(t, ast.Name)}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
    return set()


def _names(node: ast.stmt) -> set[str]:
    """The names of the module that a statement refers to: a parameter is another one."""
    found: set[str] = set()
    top = symtable.symtable(ast.unparse(node), "public_checks.py", "exec")
    waiting: list[symtable.SymbolTable] = [top]
    while waiting:
        table = waiting.pop()
        waiting += table.get_children()
        found |= {
            one.get_name()
            for one in table.get_symbols()
            if one.is_referenced() and (table is top or one.is_global())
        }
    return found


def _uses(files: list[_File], slug: str) -> dict[str, set[str]]:
    """What each top-level name of these files needs."""
    found: dict[str, set[str]] = {}
    homes: dict[str, str] = {}
    for file in files:
        for node in file.body:
            for name in _defined(node):
                if homes.setdefault(name, file.name) != file.name:
                    raise CourseInvalid(
                        f"assignments/{slug}/checks.py and assignments/{COMMON}/{homes[name]} "
                        f"both define {name}; rename one of them."
                    )
                found[name] = _names(node)
    return found


def _needed(uses: Mapping[str, set[str]], wanted: set[str]) -> set[str]:
    """The top-level names that these definitions need, themselves included."""
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name in uses and name not in found:
            found.add(name)
            waiting.extend(uses[name])
    return found


def _joined(
    imports: list[ast.Import | ast.ImportFrom],
) -> list[ast.Import | ast.ImportFrom]:
    """The imports of all files, each module's once, but for those of `common`."""
    plain: dict[str, ast.Import | ast.ImportFrom] = {}
    for node in imports:
        if isinstance(node, ast.ImportFrom):
            if _is_shared(node):
                continue
            key = f"from {node.module}"
        else:
            key = f"import {ast.unparse(node)}"
        known = plain.setdefault(key, node)
        if isinstance(node, ast.ImportFrom) and known is not node:
            names = {(one.name, one.asname): one for one in [*known.names, *node.names]}
            plain[key] = ast.ImportFrom(node.module, list(names.values()), node.level)
    ahead = [one for one in plain.values() if _is_future(one)]
    return ahead + [one for one in plain.values() if not _is_future(one)]


def _is_future(node: ast.Import | ast.ImportFrom) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _import_of(node: ast.Import | ast.ImportFrom, used: set[str]) -> str:
    """The import statement with the names that are used only, or ""."""
    kept = [alias for alias in node.names if (alias.asname or alias.name).partition(".")[0] in used]
    if _is_future(node):
        kept = node.names
    if not kept:
        return ""
    if isinstance(node, ast.Import):
        return ast.unparse(ast.Import(names=kept))
    names = sorted(kept, key=lambda one: one.name)
    return ast.unparse(ast.ImportFrom(module=node.module, names=names, level=node.level))
