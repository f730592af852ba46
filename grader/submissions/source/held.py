"""What of a source a person should look at, though it costs no marks."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from grader.submissions.source.scopes import bound_by

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


def imports_in(nodes: Sequence[ast.AST]) -> Iterator[tuple[int, str]]:
    """The line and the full name of each import among the nodes."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, ("." * node.level) + (node.module or "")


def suspicious(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """A sentence for each thing among the nodes that a person should look at."""
    own = set(_own_modules(nodes))
    for line, name in imports_in(nodes):
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
