"""What of a source a person should look at, though it costs no marks.

What can be seen to be harmless is not held: names that are written down, of modules on a list
(`harmless`). What reaches a name at run time could be anything, and is held.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from grader.submissions.source.aliases import defined_once, handed_on
from grader.submissions.source.harmless import (
    DEFINED,
    MODULES,
    NOT_BOUND,
    OF_SYS,
    SPECIAL,
    SUBMODULES,
    TOLD,
    is_held,
    is_special,
    is_there,
)
from grader.submissions.source.names import Names
from grader.submissions.source.own import Objects, own_modules
from grader.submissions.source.reasons import worst_first
from grader.submissions.source.scopes import PERHAPS, UNKNOWN, bound_by

# Builtins that reach what no name in the file tells; with arguments that can be seen some do not.
DYNAMIC = frozenset(
    "__builtins__ __import__ __loader__ __spec__ breakpoint compile delattr eval exec getattr "
    "globals locals open setattr vars".split()
)
# Attributes that lead from anything to the interpreter, the machine, or a name made at run time.
ATTRIBUTES = frozenset(
    "_convert _convert_ _evaluate _get_kwargs _getframe _module ag_frame cffi cr_frame f_back "
    "f_builtins f_code f_globals f_locals f_trace f_trace_lines f_trace_opcodes fromfile get_field "
    "gi_code gi_frame loadtxt memmap mro savetxt settrace "
    "setprofile showwarning tb_frame tb_next tofile".split()
)
# Modules that an allowed module has for its own use: `warnings.sys` is `sys`.
REACHED = frozenset(
    "_os _sys builtins ctypes gc importlib inspect modules os subprocess sys threading".split()
)
# What these do as functions, they do as methods too: names made at run time among their arguments.
_BY_NAME = frozenset("__delattr__ __getattr__ __setattr__".split())
# Calls that set attributes by names which they are given, and how many arguments say nothing of it.
_SETTING = {"update_wrapper": 2, "wraps": 1}
_SPECIAL = re.compile(r"__[A-Za-z]\w*?__(?!\w)")
_LONG = {"np": "numpy"}  # what `bound_by` writes as the course does


def imports_in(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """The line and the full name of each import among the nodes."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, ("." * node.level) + (node.module or "")


def suspicious(
    nodes: Sequence[ast.AST], allowed: Collection[str], names: Callable[[], Names]
) -> Iterator[str]:
    """A sentence for each thing among the nodes that a person should look at.

    `allowed` are modules that the assignment gives or allows; `names` is asked only where
    something could be held.
    """
    yield from worst_first(dict.fromkeys(_Reader(nodes, allowed, names).held()))


class _Reader:
    """The nodes of a source, and what its imports bind."""

    def __init__(
        self, nodes: Sequence[ast.AST], allowed: Collection[str], names: Callable[[], Names]
    ) -> None:
        self._nodes = nodes
        self._allowed = allowed
        self._names = names
        self._imported: dict[str, set[str]] = {}
        self._modules: set[str] = set()  # the names that are whole modules
        # The x of x.y and of getattr(x, "y"), and the getattr of calls that can be seen through.
        self._seen: set[ast.AST] = set()
        for node in nodes:
            if isinstance(node, ast.Import | ast.ImportFrom):
                for name, full in bound_by(node):
                    head, dot, rest = full.partition(".")
                    full = _LONG.get(head, head) + dot + rest
                    self._imported.setdefault(name, set()).add(full)
                    whole = isinstance(node, ast.Import) or full in SUBMODULES
                    if whole and is_there(full.partition(".")[0]):
                        self._modules.add(name)
        self._stars = sorted(self._imported.pop("*", ()))
        self._own_names = frozenset(_named_in(nodes))
        self._aliases: set[str] = set()
        self._follow_modules()

    def _follow_modules(self) -> None:
        """Take `xp = np` for an import, and xp of `def f(xp)` where the file calls f(np).

        Whatever else has that name is taken for the module then, wherever it stands.
        """
        if not self._modules:
            return
        defined = dict(defined_once(self._nodes))
        passed: dict[str, list[tuple[str, ast.Name]]] = {}
        for node in self._nodes:
            for name, value in handed_on(node, defined):
                passed.setdefault(value.id, []).append((name, value))
        waiting = [*self._modules]
        while waiting:
            module = waiting.pop()
            for name, value in passed.get(module, ()):
                self._seen.add(value)
                known = self._imported.setdefault(name, set())
                if not self._imported[module] <= known or name not in self._aliases:
                    known |= self._imported[module]
                    self._modules.add(name)
                    self._aliases.add(name)
                    waiting.append(name)

    def held(self) -> Iterator[str]:
        own = set(own_modules(self._nodes))
        objects = Objects(self._nodes)
        plain = set(self._plain_by_name())
        for line, name in imports_in(self._nodes):
            if not self._may_be_imported(name):
                yield f"line {line} imports {name[:60]}"
        for node in self._nodes:
            match node:
                case ast.Attribute(value=value, attr=name):
                    self._seen.add(value)
                    own_dict = name == "__dict__" and objects.holds(value)
                    telling = self._is_telling(value, name) and node not in own and not own_dict
                    if telling or (name in _BY_NAME and node not in plain):
                        yield f"line {node.lineno} uses .{name}"
                    elif not isinstance(node.ctx, ast.Load) and (
                        self._roots(value) or name in NOT_BOUND - {"__class__"}
                    ):
                        yield f"line {node.lineno} changes {ast.unparse(node)[:60]}"
                case ast.Call(func=ast.Name(id=name)) if name in DYNAMIC:
                    yield from self._called(node, name, objects)
                case ast.Call() if self._sets_by_name(node):
                    yield f"line {node.lineno} calls {ast.unparse(node.func)[:60]} with names"
                case ast.Subscript(value=ast.Call(func=ast.Name(id="globals"), args=[])):
                    if self._is_key_of_own(node.slice):
                        self._seen.add(node.value)
                case ast.ImportFrom(module=module, names=aliases):
                    for alias in aliases:
                        if alias.name != "*" and is_held(f"{module}.{alias.name}"):
                            yield f"line {node.lineno} imports {module}.{alias.name}"[:90]
                case ast.MatchClass(kwd_attrs=words):
                    for word in words:
                        if self._is_telling(None, word):
                            yield f"line {node.lineno} uses .{word}"
                case ast.Constant(value=str(text)) if "__" in text:
                    # In words of a docstring or of a message they stand among others.
                    if " " not in text.strip() or "{" in text or "(" in text:
                        for word in set(_SPECIAL.findall(text)) - (SPECIAL - {"__module__"}):
                            yield f"line {node.lineno} names {word}"
        yield from self._as_values()

    def _plain_by_name(self) -> Iterator[ast.Attribute]:
        """Each super().__setattr__, and each object.__setattr__(x, "y", …): what is set is told."""
        for node in self._nodes:
            match node:
                case ast.Attribute(value=ast.Call(func=ast.Name(id="super"), args=[])):
                    yield node
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="object")) as func,
                    args=[_, ast.Constant(value=str(word)), *_],
                ) if not is_special(word):
                    yield func

    def _sets_by_name(self, call: ast.Call) -> bool:
        """Whether a call may set or make attributes by names that are made at run time."""
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name == "type" and len(call.args) > 2:
            made = call.args[2]
            return not (
                isinstance(made, ast.Dict)
                and all(
                    isinstance(key, ast.Constant) and key.value not in NOT_BOUND
                    for key in made.keys
                )
            )
        return name in _SETTING and (
            len(call.args) > _SETTING[name]
            or any(isinstance(one, ast.Starred) for one in call.args)
            or any(one.arg in (None, "assigned", "updated") for one in call.keywords)
        )

    def _may_be_imported(self, full: str) -> bool:
        top = full.partition(".")[0]
        if top in MODULES:
            return not is_held(full)
        return top in self._allowed or not (top and is_there(top))

    def _is_telling(self, value: ast.expr | None, name: str) -> bool:
        """Whether an attribute of this name, of that value, may lead out of the submission."""
        if name in ATTRIBUTES or (is_special(name) and name not in SPECIAL):
            return True
        if name[:1] == "_" and not is_special(name) and name not in TOLD | self._own_names:
            return True
        if value is None:
            return name in REACHED
        roots = self._roots(value)
        if any(is_held(f"{root}.{name}") and not is_held(root) for root in roots):
            return True
        # With a root that is known, what lies below it has been looked at.
        return name in REACHED and not ("sys" in roots and name in OF_SYS)

    def _roots(self, node: ast.expr) -> set[str]:
        """The dotted names that an expression may be, of what is imported by the file."""
        words: list[str] = []
        while True:
            match node:
                case ast.Attribute(value=value, attr=word):
                    words.append(word)
                    node = value
                case ast.Call(
                    func=ast.Name(id="getattr"), args=[value, ast.Constant(value=str(word)), *_]
                ):
                    words.append(word)
                    node = value
                case ast.Name(id=name):
                    heads = self._imported.get(name) or self._of_stars(node, name)
                    return {".".join([head, *reversed(words)]) for head in heads}
                case _:
                    return set()

    def _of_stars(self, node: ast.expr, name: str) -> set[str]:
        """What a name may be of the modules of which all names are imported.

        A name that the file binds too may be the module's; where that is given code, which nobody
        can change unseen, it is taken for the file's.
        """
        if not self._stars or not self._may_be_import(node):
            return set()
        own = any(full.startswith(UNKNOWN) for full in self._meanings(node))
        return {f"{one}.{name}" for one in self._stars if not own or _is_listed(one)}

    def _called(self, call: ast.Call, name: str, objects: Objects) -> Iterator[str]:
        """What there is to say of a call of a builtin that reaches names at run time."""
        if not self._is_builtin(call.func):
            return
        self._seen.add(call.func)
        match name, call.args:
            case (("getattr" | "setattr" | "delattr"), [of, ast.Constant(value=str(word)), *_]):
                self._seen.add(of)
                if self._is_telling(of, word):
                    yield f"line {call.lineno} uses .{word[:60]}"
                elif name != "getattr" and self._roots(of):
                    yield f"line {call.lineno} changes .{word[:60]}"
                return
            case (("getattr" | "setattr" | "delattr"), [of, word, *_]):
                if objects.holds(of) or self._cannot_be_special(word):
                    return
            case "vars", [of]:
                if objects.holds(of):
                    return
            case "globals", []:
                if call in self._seen:
                    return
        yield f"line {call.lineno} calls {name}"

    def _is_key_of_own(self, key: ast.expr) -> bool:
        """Whether globals()[key] is a function of the file's own, or a module that it names."""
        first, last = _ends(key)
        if isinstance(key, ast.Constant) and first:
            return not is_special(first)
        modules = [*self._imported, *DYNAMIC]
        return any(
            end and not any(part(name, end) for name in modules)
            for end, part in ((first, str.startswith), (last, str.endswith))
        )

    def _cannot_be_special(self, word: ast.expr) -> bool:
        """Whether a name that is put together can only be one of the file's own making."""
        first, last = _ends(word)
        # A module, which has others among its attributes, is held where it is handed on.
        if first and not first.startswith("_"):
            return not any(name.startswith(first) for name in ATTRIBUTES)
        return (
            bool(last)
            and not last.endswith("_")
            and not any(name.endswith(last) for name in ATTRIBUTES)
        )

    def _as_values(self) -> Iterator[str]:
        """Modules, and builtins that reach names, where they are handed on as values."""
        for node in self._nodes:
            match node:
                case ast.Name(id=name, ctx=ast.Load()) if node not in self._seen:
                    if name in DYNAMIC:
                        if self._is_builtin(node):
                            yield f"line {node.lineno} names {name}"
                    elif name in self._modules and self._may_be_import(node):
                        yield f"line {node.lineno} hands on the module {name[:60]}"
                    elif self._stars and self._is_held_of_a_star(node, name):
                        yield f"line {node.lineno} uses {name[:60]}"
                case ast.Attribute() if node not in self._seen:
                    full = self._roots(node)
                    if any(one in SUBMODULES for one in full):
                        yield f"line {node.lineno} hands on a module"
                case _:
                    for name, _ in bound_by(node):
                        if is_special(name) and name not in DEFINED:
                            yield f"line {getattr(node, 'lineno', 0)} binds {name[:60]}"

    def _is_builtin(self, node: ast.expr) -> bool:
        """Whether a name may be the builtin's, and not one that the file binds."""
        assert isinstance(node, ast.Name)
        if self._names().is_defined(node.id, before=node.lineno):
            return False
        return any(full.startswith(PERHAPS) for full in self._meanings(node))

    def _is_held_of_a_star(self, node: ast.expr, name: str) -> bool:
        """Whether a name that comes with all names of a module is one that is looked at."""
        stars = [f"{one}.{name}" for one in self._stars if _is_listed(one)]
        return (
            not hasattr(builtins, name)
            and any(map(is_held, stars))
            and any(full.startswith(PERHAPS) for full in self._meanings(node))
        )

    def _may_be_import(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name) and node.id in self._aliases:
            return True
        return any(full[0] not in "?" for full in self._meanings(node))

    def _meanings(self, node: ast.expr) -> Collection[str]:
        return self._names().meanings_of(node)


def _named_in(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """The names to which a source gives a value, as attributes too."""
    for node in nodes:
        match node:
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield name
            case _:
                yield from (name for name, _ in bound_by(node))


def _is_listed(module: str) -> bool:
    return module.partition(".")[0] in MODULES


def _ends(node: ast.expr) -> tuple[str, str]:
    """How a text that is put together begins and ends, as far as it is written down."""
    match node:
        case ast.Constant(value=str(text)):
            return text, text
        case ast.JoinedStr(values=[first, *_] as values):
            return _ends(first)[0], _ends(values[-1])[1]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _ends(left)[0], _ends(right)[1]
    return "", ""
