"""Whether a submission binds the names of given code, or changes what is given.

Read off the syntax tree. What it does in ways that cannot be read, the worker finds while it runs;
and checks never ask the submission's copy (`grader.worker`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from grader.submissions.source.analysis import Analysis
from grader.submissions.source.names import Names, Use
from grader.submissions.source.scopes import PERHAPS, bound_by

# What holds a module's, a class's or a function's own insides.
_INSIDES = frozenset(
    "__annotations__ __bases__ __class__ __closure__ __code__ __defaults__ __delattr__ __dict__ "
    "__globals__ __kwdefaults__ __setattr__".split()
)
_CHANGING = frozenset(["delattr", "setattr", "vars"])


def defined_in(sources: Mapping[str, str]) -> dict[str, str]:
    """The public functions and classes of given modules, and each module: name → module."""
    found = {module: module for module in sources}
    for module, source in sources.items():
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found[node.name] = module
    return {name: home for name, home in found.items() if not name.startswith("_")}


def changed(analysis: Analysis, given: Mapping[str, str]) -> str:
    """The first sentence on what of the `given` names a submission binds or changes, or ""."""
    if not _may_change(analysis, given):
        return ""
    try:
        return next(_changes(analysis.names, given), "")
    except RecursionError:
        return "It is nested too deeply to tell whether this leaves given code as it is"


def _may_change(analysis: Analysis, given: Mapping[str, str]) -> bool:
    """Whether anything could come of looking closely, which takes longer than all else here."""
    nodes = [node for part in analysis.parts.values() for node in part]
    homes = {*given.values()}
    imported = {"*"}
    for node in nodes:
        for name, full in bound_by(node):
            if full.partition(".")[0] in homes:
                imported.add(name)
            elif name in given:
                return True
    for node in nodes:
        match node:
            case ast.Attribute(attr=name, ctx=context):
                told = name in _INSIDES or not isinstance(context, ast.Load)
            case ast.Call(func=ast.Name(id=name), args=[_, *_]):
                told = name in _CHANGING
            case ast.alias(name=name, asname=other):
                told = other in given or (name == "*" and bool(given))
            case _:
                continue
        if told and imported.intersection(_names_in(node)):
            return True
    return False


def _names_in(node: ast.AST) -> Iterator[str]:
    yield "*" if isinstance(node, ast.alias) else ""
    yield from (one.id for one in ast.walk(node) if isinstance(one, ast.Name))


def _changes(names: Names, given: Mapping[str, str]) -> Iterator[str]:
    for name, home in given.items():
        own = {name} if name == home else {f"{home}.{name}"}
        for binding in names.bindings(name):
            # What comes with all names of a module is what it is there, or another's by chance.
            if binding.full not in own and not binding.full.startswith(PERHAPS):
                yield (
                    f"Line {binding.line} gives {name} another meaning; {home}.py defines it: "
                    "import it from there and call your own things otherwise"
                )
    for use in names.uses():
        for full in _touched(use, names):
            if full.removeprefix(PERHAPS).partition(".")[0] in given.values():
                line = getattr(use.node, "lineno", 0)
                yield f"Line {line} changes {full[:60]}, which is given: leave it as it is"


def _touched(use: Use, names: Names) -> Iterator[str]:
    """The dotted names of what a use stores to, or whose insides it takes."""
    match use.node:
        case ast.Attribute(value=value, attr=name, ctx=context):
            if name in _INSIDES or not isinstance(context, ast.Load):
                yield from names.meanings(value, use)
        case ast.Call(func=ast.Name(id=name), args=[of, *_]) if name in _CHANGING:
            yield from names.meanings(of, use)
