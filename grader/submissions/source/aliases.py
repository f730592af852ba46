"""Which names of a source are other names for a value: assigned as they are, or parameters."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from grader.submissions.source.scopes import bound_by


def defined_once(nodes: Sequence[ast.AST]) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions whose names the file binds once, which nothing decorates and no class has."""
    bound = Counter(name for node in nodes for name, _ in bound_by(node))
    bound.update(node.arg for node in nodes if isinstance(node, ast.arg))
    methods = {one for node in nodes if isinstance(node, ast.ClassDef) for one in node.body}
    for node in nodes:
        if not isinstance(node, ast.FunctionDef) or node in methods or node.decorator_list:
            continue
        if bound[node.name] == 1:
            yield node.name, node


def handed_on(
    node: ast.AST, defined: Mapping[str, ast.FunctionDef]
) -> Iterator[tuple[str, ast.Name]]:
    """The names that a statement or a call gives to values that are names themselves."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name() as value):
            yield name, value
        case ast.Call(func=ast.Name(id=called), args=args) if called in defined:
            inner = defined[called].args
            places = [one.arg for one in (*inner.posonlyargs, *inner.args)]
            if not any(isinstance(one, ast.Starred) for one in args):
                for name, given in zip(places, args, strict=False):
                    if isinstance(given, ast.Name):
                        yield name, given
            for word in node.keywords:
                known = [*places, *(one.arg for one in inner.kwonlyargs)]
                if word.arg in known and isinstance(word.value, ast.Name):
                    yield word.arg, word.value
