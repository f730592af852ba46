"""Which bindings the names of a submission mean, read off its syntax tree, in the checker.

Python's own symbol tables say which names are local to a function. A name of the module is its
last binding once the module is loaded, and may be an earlier one in what runs while it loads.
Wherever that cannot be told, every binding counts. It never executes or imports anything.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.submissions.source.scopes import (
    METHOD,
    PERHAPS,
    PLAIN_DECORATORS,
    UNKNOWN,
    Scope,
    bound_by,
    receivers,
    surely_bound,
    tables_of,
    unbinds,
    walk,
)

# What reaches names without writing them down: where it is used, nothing is ruled out.
_DYNAMIC_NAMES = frozenset(
    "__builtins__ __import__ compile delattr dir eval exec getattr globals locals setattr "
    "vars".split()
)
_DYNAMIC_ATTRIBUTES = frozenset(
    "__bases__ __builtins__ __class__ __delattr__ __dict__ __func__ __getattribute__ "
    "__globals__ __mro__ __self__ __setattr__ __subclasses__ _getframe attrgetter f_globals "
    "f_locals format_map getmembers gi_frame methodcaller mro sys".split()
)
_DYNAMIC_MODULES = frozenset("builtins gc importlib inspect operator sys".split())
_DOTTED = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


@dataclass(frozen=True, eq=False)
class Use:
    """A node that uses something, its scope, and the index of its top-level statement."""

    node: ast.AST
    scope: Scope
    index: int


@dataclass(frozen=True)
class Binding:
    """What gives a name of the module its value, surely or perhaps, in the statement `index`.

    `time` is that index, or the module's end where it may happen whenever a function is called.
    `full` is the dotted name of what is imported, "" for a definition, else UNKNOWN.
    """

    index: int
    time: int
    sure: bool
    full: str
    line: int


@dataclass
class _Taken:
    """What was reached so far: the attributes that are named, and the names used as a whole."""

    wholes: set[str]
    words: set[str] = field(default_factory=set)

    def add(self, use: Use, *, whole: bool) -> None:
        """Take what a use names, in any of the ways in which an attribute is named."""
        match use.node:
            case ast.Attribute(attr=name):
                self.words.add(name)
            case ast.Name(id=name):
                if whole:
                    self.wholes.add(name)
                if isinstance(use.scope.node, ast.ClassDef):
                    self.words.add(name)
            case ast.MatchClass(kwd_attrs=names):
                self.words.update(names)
            case ast.Constant(value=str(text)) if "{" in text or _DOTTED.fullmatch(text):
                self.words.update(re.findall(r"\w+", text))


class Names:
    """The names of a module: what binds them, where they are used, what they may mean."""

    def __init__(self, source: str, statements: Sequence[ast.stmt]) -> None:
        self._statements = statements
        self._end = len(statements)
        self._tables = tables_of(source)
        self._module = Scope(ast.Module(body=[], type_ignores=[]))
        self._bindings: dict[str, list[Binding]] = {}
        self._unsettled: set[str] = set()  # names that are deleted somewhere
        self._stars: list[Binding] = []
        self._uses: list[list[Use]] = [[] for _ in statements]
        self._by_node: dict[ast.AST, Use] = {}
        self._bound: dict[int, list[tuple[str, bool]]] = {}
        self._attributed: set[ast.AST] = set()  # the x of x.y and of x(…).y
        self._plain: set[ast.AST] = set()  # the getattr of getattr(x, "y")
        self._stored: set[str] = set()  # attributes that are given a value
        self._receivers: dict[int, frozenset[str]] = {}
        self._dynamic = False
        for index, statement in enumerate(statements):
            sure = set(surely_bound(statement))
            for node, scope in walk(statement, self._module, self._tables):
                self._note_bindings(node, scope, index, sure=node in sure)
                self._note_use(node, scope, index)
        self._first_runs = self._when_late_code_may_run()

    # Reading the module

    def _note_bindings(self, node: ast.AST, scope: Scope, index: int, *, sure: bool) -> None:
        for name, full in bound_by(node):
            self._dynamic |= name in PLAIN_DECORATORS or name in ("getattr", "object")
            home = scope if scope.keeps(name) else self._home(name, scope)
            if home is not self._module:
                if isinstance(node, ast.Import | ast.ImportFrom):
                    home.imports.setdefault(name, set()).add(full)
                continue
            time = index if scope.outer is None else self._end
            binding = Binding(index, time, sure, full, getattr(node, "lineno", 0))
            if name == "*":
                self._stars.append(binding)
                continue
            self._bindings.setdefault(name, []).append(binding)
            if unbinds(node):
                self._unsettled.add(name)

    def _home(self, name: str, scope: Scope) -> Scope:
        """The scope whose name it is."""
        while scope.outer is not None and not scope.hides(name):
            scope = self._module if scope.leaves_to_module(name) else scope.outer
        return scope

    def _note_use(self, node: ast.AST, scope: Scope, index: int) -> None:
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                self._dynamic |= name in _DYNAMIC_NAMES and node not in self._plain
            case ast.Attribute(value=value, attr=name):
                self._attributed.add(value)
                if isinstance(value, ast.Call):
                    self._attributed.add(value.func)
                if not isinstance(node.ctx, ast.Load):
                    self._stored.add(name)
                self._dynamic |= name in _DYNAMIC_ATTRIBUTES
                self._dynamic |= name == "format" and not isinstance(value, ast.Constant)
            case ast.Call(func=func, args=[of, ast.Constant(value=str()), *_]) if is_getattr(node):
                self._attributed.add(of)
                self._plain.add(func)
            case ast.Import() | ast.ImportFrom():
                modules = {full.partition(".")[0] for _, full in bound_by(node)}
                self._dynamic |= bool(modules & _DYNAMIC_MODULES)
                if not isinstance(scope.node, ast.ClassDef):
                    return
            case ast.Call() | ast.MatchClass() | ast.Constant(value=str()):
                pass
            case _:
                return
        self._uses[index].append(Use(node, scope, index))

    def _when_late_code_may_run(self) -> dict[int, int]:
        """For each statement with late code that what loads the module names: when it may run.

        A function runs after its own statement, and not before anything has named it.
        """
        runs: dict[int, int] = {}
        waiting = [use for uses in self._uses for use in uses if not use.scope.late]
        while waiting:
            use = waiting.pop()
            if not (isinstance(use.node, ast.Name) and self._is_global(use)):
                continue
            for binding in self._bindings.get(use.node.id, ()):
                index = binding.index
                run = max(self._time(use, runs), index + 1)
                if run < runs.get(index, self._end):
                    runs[index] = run
                    waiting += [one for one in self._uses[index] if one.scope.late]
        return runs

    def _time(self, use: Use, runs: Mapping[int, int]) -> int:
        return runs.get(use.index, self._end) if use.scope.late else use.index

    def _is_global(self, use: Use) -> bool:
        assert isinstance(use.node, ast.Name)
        return self._home(use.node.id, use.scope) is self._module

    # Asking

    def uses(self) -> Iterator[Use]:
        """Whatever the module uses, in the order of its statements."""
        for found in self._uses:
            yield from found

    def bound_in(self, index: int) -> Iterator[tuple[str, bool]]:
        """The names of the module that a statement binds, and whether a function in it does so."""
        if not self._bound:
            for name, found in self._bindings.items():
                for one in found:
                    self._bound.setdefault(one.index, []).append((name, one.time == self._end))
        yield from self._bound.get(index, ())

    def of_module_in(self, index: int) -> Iterator[tuple[ast.AST, str]]:
        """The nodes of a statement that read a name of the module, and that name."""
        for use in self._uses[index]:
            if isinstance(use.node, ast.Name) and self._is_global(use):
                yield use.node, use.node.id

    def bindings(self, name: str, time: int | None = None) -> list[Binding]:
        """What the module's name may be from a time on, or else once the module is loaded."""
        since = self._since(name, time)
        stars = [replace(one, full=f"{PERHAPS}{one.full}.{name}") for one in self._stars]
        return [one for one in (*self._bindings.get(name, ()), *stars) if one.time >= since]

    def is_defined(self, name: str, before: int) -> bool:
        """Whether a function or class of the module surely has the name, from a line above on."""
        found = self._bindings.get(name, ())
        defined = any(one.sure and not one.full and one.line < before for one in found)
        return defined and name not in self._unsettled

    def _since(self, name: str, time: int | None) -> int:
        """The last statement before a time that surely bound the name, or -1."""
        if self._dynamic or name in self._unsettled:
            return -1
        before = self._end if time is None else time
        found = self._bindings.get(name, ())
        return max((one.index for one in found if one.sure and one.index < before), default=-1)

    def meanings(self, node: ast.AST, use: Use) -> set[str]:
        """The dotted names that an expression, which is part of a use, may stand for.

        They begin with the name of what is imported, with UNKNOWN for a value, or with PERHAPS;
        there are none for what the module defines, nor for what a class of it has.
        """
        words: list[str] = []
        while isinstance(node, ast.Attribute):
            words.append(node.attr)
            node = node.value
        heads = self._heads(node.id, use) if isinstance(node, ast.Name) else {UNKNOWN}
        if "" in heads and len(words) > 1:
            heads.add(UNKNOWN)
        return {".".join([head, *reversed(words)]) for head in heads if head}

    def meanings_of(self, node: ast.expr) -> set[str]:
        """What `meanings` says of a name or an attribute, wherever it stands."""
        if not self._by_node:
            self._by_node.update((use.node, use) for use in self.uses())
        use = self._by_node.get(node)
        return self.meanings(node, use) if use is not None else {PERHAPS}

    def _heads(self, name: str, use: Use) -> set[str]:
        heads: set[str] = set()
        scope, home = use.scope, self._home(name, use.scope)
        while scope is not home and scope.outer is not None:
            heads |= scope.imports.get(name, set())
            scope = scope.outer
        if home is not self._module:
            return heads | home.imports.get(name, set()) | {UNKNOWN}
        time = self._time(use, self._first_runs)
        if self._since(name, time) < 0:
            heads.add(PERHAPS + name)
        return heads | {one.full for one in self.bindings(name, time)}

    def is_part(self, use: Use) -> bool:
        """Whether the use is only the x of x.y, of x(…).y or of getattr(x, "y")."""
        return use.node in self._attributed

    def reached(self, start: str, others: Collection[str]) -> list[Use]:
        """Whatever the module's name `start` uses, through other names but not `others`.

        Of a class of which only members are taken, those that nothing names are left out.
        """
        found: list[Use] = []
        closed: list[Use] = []
        taken = _Taken({start})
        opened: set[int] = set()
        waiting, seen = [(start, self._end)], set()
        while waiting:
            name, time = waiting.pop()
            if (name, time) in seen or name in others:
                continue
            seen.add((name, time))
            fresh = {one.index for one in self.bindings(name, time)} - opened
            opened |= fresh
            closed += [use for index in sorted(fresh) for use in self._uses[index]]
            while ready := {use for use in closed if self._is_open(use, taken)}:
                closed = [use for use in closed if use not in ready]
                found += ready
                for use in ready:
                    taken.add(use, whole=not self.is_part(use))
                    when = self._time(use, self._first_runs)
                    waiting += [(one, when) for one in self._named(use)]
        return found

    def _named(self, use: Use) -> Iterator[str]:
        """The names of the module that a use is, or may be."""
        match use.node:
            case ast.Name(id=name) if self._is_global(use):
                yield name
            case ast.Constant(value=str(name)) if self._dynamic:
                yield name

    def _is_open(self, use: Use, taken: _Taken) -> bool:
        """Whether a use can happen: one in a method, where the method or the object is taken."""
        member, index = use.scope.member, use.index
        if not member or member in taken.words or member.startswith("__"):
            return True
        if index not in self._receivers:
            self._receivers[index] = self._names_of_a_whole(index)
        wholes = self._receivers[index]
        return not wholes or not taken.wholes.isdisjoint(wholes)

    def _names_of_a_whole(self, index: int) -> frozenset[str]:
        """Under which names a class or its object may be handed on, and asked for any method.

        Empty where that cannot be told, or what a method's name stands for cannot.
        """
        node = self._statements[index]
        if self._dynamic or not isinstance(node, ast.ClassDef):
            return frozenset()
        methods = [one for one in node.body if isinstance(one, METHOD)]
        here = [
            (name, len(found))
            for name, found in self._bindings.items()
            if any(one.index == index for one in found)
        ]
        if (
            here != [(node.name, 1)]
            or {one.name for one in methods} & self._stored
            or not self._is_plain_class(node, index)
        ):
            return frozenset()
        return frozenset({node.name, "__class__"}.union(*map(receivers, methods)))

    def _is_plain_class(self, node: ast.stmt, index: int) -> bool:
        """Whether only the class, and classes above it, decide what its methods are."""
        if not isinstance(node, ast.ClassDef) or node.decorator_list or node.keywords:
            return False
        for base in node.bases:
            name = base.id if isinstance(base, ast.Name) else ""
            above = self._bindings.get(name, ())
            if not above and name != "object":
                return False
            for one in above:
                found = self._statements[one.index]
                if one.index >= index or not self._is_plain_class(found, one.index):
                    return False
        return True


def is_getattr(node: ast.AST) -> bool:
    """Whether it is getattr(x, "y"), which is x.y in other words."""
    match node:
        case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str()), *_]):
            return True
    return False
