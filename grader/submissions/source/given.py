"""Whether a submission changes what is given, or calls things of its own by names of given code.

Read off the syntax tree. What it changes in ways that cannot be read, the worker finds while it
runs. A name that it binds is its own business: checks never ask for one (`grader.worker`).
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping

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
    """The first sentence on what of the `given` modules and classes a submission changes, or ""."""
    taken = _taken(analysis, given)
    if not _may_change(analysis, taken):
        return ""
    try:
        return next(_changes(analysis.names, given, taken), "")
    except RecursionError:
        return "It is nested too deeply to tell whether this leaves given code as it is"


def rebound(analysis: Analysis, given: Mapping[str, str]) -> str:
    """A sentence on the first of the `given` names that the module binds otherwise, or ""."""
    for part in analysis.parts.values():
        if any(name in given for node in part for name, _ in bound_by(node)):
            break
    else:
        return ""
    try:
        return next(_rebound(analysis.names, given), "")
    except RecursionError:
        return ""  # no more than a remark


def _rebound(names: Names, given: Mapping[str, str]) -> Iterator[str]:
    for name, home in given.items():
        own = {name} if name == home else {f"{home}.{name}"}
        for binding in names.bindings(name):
            # What comes with all names of a module is what it is there, or another's by chance.
            if binding.full not in own and not binding.full.startswith(PERHAPS):
                yield (
                    f"Line {binding.line} gives {name}, a name of given code, to something of "
                    "your own: that is yours to do, and the checks use what is given."
                )


def _taken(analysis: Analysis, given: Mapping[str, str]) -> set[str]:
    """The names under which the source has given modules, or what is in them."""
    homes = {*given.values()}
    found: set[str] = set()
    for part in analysis.parts.values():
        for node in part:
            for name, full in bound_by(node):
                home = full.partition(".")[0]
                if name == "*" and home in homes:
                    found.update(one for one, place in given.items() if home == place != one)
                elif home in homes:
                    found.add(name)
    return found


def _may_change(analysis: Analysis, taken: Collection[str]) -> bool:
    """Whether anything could come of looking closely, which takes longer than all else here."""
    for part in analysis.parts.values():
        for node in part:
            match node:
                case ast.Attribute(attr=name, ctx=context):
                    told = name in _INSIDES or not isinstance(context, ast.Load)
                case ast.Call(func=ast.Name(id=name), args=[_, *_]):
                    told = name in _CHANGING
                case _:
                    continue
            if told and _names_one(node, taken):
                return True
    return False


def _names_one(node: ast.AST, taken: Collection[str]) -> bool:
    return any(isinstance(one, ast.Name) and one.id in taken for one in ast.walk(node))


def _changes(names: Names, given: Mapping[str, str], taken: Collection[str]) -> Iterator[str]:
    for use in names.uses():
        for full in _touched(use, names):
            in_given = full.removeprefix(PERHAPS).partition(".")[0] in given.values()
            # What a name that the source took from nowhere stands for is nothing given.
            if in_given and _names_one(use.node, taken):
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
