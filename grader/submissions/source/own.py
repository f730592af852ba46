"""Which expressions of a source can only be objects of its own classes, and their attributes."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from grader.submissions.source.scopes import bound_by


class Objects:
    """The expressions of a source that can only be objects of its own plain classes.

    What such an object is asked for by a name made at run time, the file itself has given it.
    """

    def __init__(self, nodes: Sequence[ast.AST]) -> None:
        self._nodes = nodes
        self._found: tuple[Collection[str], Collection[str], Collection[ast.AST]] | None = None

    def holds(self, node: ast.expr | None) -> bool:
        """Whether an expression is one; worked out when it is first asked."""
        if self._found is None:
            classes = set(_plain_classes(self._nodes))
            receivers = {one for kind in classes for one in _receivers_in(kind)}
            names = {kind.name for kind in classes}
            self._found = names, _only_made_by(names, self._nodes), receivers
        classes_named, objects, receivers_found = self._found
        match node:
            case ast.Call(func=ast.Name(id=name)):
                return name in classes_named
            case ast.Name(id=name):
                return name in objects or node in receivers_found
        return False


def _plain_classes(nodes: Sequence[ast.AST]) -> Iterator[ast.ClassDef]:
    """Classes whose methods get nothing but their own objects, as far as can be told.

    Such a class is bound once, and not handed on: of an alias, Alias.method(x) may get anything.
    """
    bound = Counter(name for node in nodes for name in _named_by(node))
    called = {node.func for node in nodes if isinstance(node, ast.Call)}
    quiet = {
        inner
        for node in nodes
        for part in (
            getattr(node, "annotation", None),
            getattr(node, "returns", None),
            *(node.bases if isinstance(node, ast.ClassDef) else ()),
        )
        if isinstance(part, ast.AST)
        for inner in ast.walk(part)
    }
    handed_on = {
        node.id
        for node in nodes
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        if node not in called and node not in quiet
    }
    asks_for_classes = any(
        (isinstance(node, ast.Attribute) and node.attr in ("__class__", "mro"))
        or (isinstance(node, ast.Name) and node.id == "type")
        for node in nodes
    )
    for node in nodes:
        if not isinstance(node, ast.ClassDef) or asks_for_classes or node.keywords or node.bases:
            continue
        methods = {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
        made = methods & {"__new__", "__getattr__", "__getattribute__"}
        plain = all(_is_dataclass(one) for one in node.decorator_list)
        if plain and not made and bound[node.name] == 1 and node.name not in handed_on:
            yield node


def _is_dataclass(decorator: ast.expr) -> bool:
    match decorator:
        case ast.Call(func=func):
            return _is_dataclass(func)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name == "dataclass"
    return False


def _receivers_in(kind: ast.ClassDef) -> Iterator[ast.AST]:
    """Where methods name the object that they are methods of."""
    for method in kind.body:
        if not isinstance(method, ast.FunctionDef) or method.decorator_list:
            continue
        if method.args.posonlyargs or not method.args.args:
            continue
        receiver, nodes = method.args.args[0].arg, list(ast.walk(method))
        if sum(name == receiver for node in nodes for name in _named_by(node)) == 1:
            yield from (
                node for node in nodes if isinstance(node, ast.Name) and node.id == receiver
            )


def own_modules(nodes: Sequence[ast.AST]) -> Iterator[ast.Attribute]:
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
        if not isinstance(node, ast.Assign):
            continue
        for target, value in _pairs(node):
            match target, value:
                case ast.Name(id=name), ast.Call(func=ast.Name(id=maker)):
                    made[name] += maker in classes and bound[maker] == 1
    return {name for name, times in made.items() if times == bound[name]}


def _pairs(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What an assignment binds to what, as far as it says."""
    match node.targets, node.value:
        case [ast.Tuple(elts=targets)], ast.Tuple(elts=values) if len(targets) == len(values):
            yield from zip(targets, values, strict=True)
        case [target], value:
            yield target, value


def _named_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.arg):
        yield node.arg
    yield from (name for name, _ in bound_by(node))
