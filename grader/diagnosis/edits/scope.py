"""What the names in a function are: what may have been meant in place of another, or left out."""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping
from dataclasses import dataclass, field

_MOST_SIZES = 4
_MOST_PIECES = 6
_PYTHONS = frozenset(
    "abs dict enumerate float int isinstance len list max min print range reversed set sorted str "
    "sum tuple zip".split()
)


@dataclass(frozen=True)
class Scope:
    """What the names of a function are: parameters, all that are bound with the line at which each
    is first, those that nothing reads, those that hold a number of entries, and those that
    something is multiplied by; and the keys and texts that stand in it.
    """

    parameters: tuple[str, ...] = ()
    bound: Mapping[str, int] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    sizes: tuple[ast.expr, ...] = ()
    keys: tuple[ast.expr, ...] = ()
    texts: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    pieces: Mapping[str, ast.expr] = field(default_factory=dict)
    factors: tuple[str, ...] = ()
    numpy: str = "np"

    def before(self, node: ast.expr) -> list[ast.expr]:
        """What is bound above an expression, and read somewhere, but for its own text."""
        mine = ast.unparse(node)
        names = [
            ast.Name(name, ast.Load())
            for name, line in self.bound.items()
            if line < node.lineno and name not in self.unused and name != mine
        ]
        return [*names, *(one for text, one in self.pieces.items() if text != mine)]


def scope_of(root: ast.AST) -> Scope:
    """The scope of a function or class, in the order of its text."""
    parameters: dict[str, None] = {}
    bound: dict[str, int] = {}
    read: set[str] = set()
    sizes: dict[str, None] = {}
    keys: dict[str, ast.expr] = {}
    texts: dict[str, None] = {}
    attributes: dict[str, None] = {}
    called: dict[str, None] = {}
    pieces: dict[str, ast.expr] = {}
    factors: dict[str, None] = {}
    numpy = "np"
    for node in ast.walk(root):
        match node:
            case ast.arg(arg=name):
                parameters[name] = None
                bound[name] = 0
            case ast.Name(id=name, ctx=ast.Store(), lineno=line) if name != "_":
                bound[name] = min(line, bound.get(name, line))
            case ast.Name(id=name):
                read.add(name)
                numpy = name if name in ("np", "numpy") else numpy
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if is_size(value):
                sizes[name] = None
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Attribute(attr="shape")):
                sizes |= {one.id: None for one in names if isinstance(one, ast.Name)}
            case ast.Subscript(slice=(ast.Constant(value=str()) | ast.JoinedStr()) as key):
                keys[ast.unparse(key)] = copy.deepcopy(key)
            case ast.Constant(value=str() as text) if len(text) < 20:
                texts[text] = None
            case ast.Attribute(attr=attribute, value=ast.Name(id=name), ctx=ast.Load()) if (
                name not in ("np", "numpy", "math")
            ):
                attributes[attribute] = None
        match node:
            case ast.Call(func=ast.Name(id=name)):
                called[name] = None
            case (
                ast.BinOp(op=ast.Mult(), left=ast.Name(id=name))
                | ast.BinOp(op=ast.Mult(), right=ast.Name(id=name))
            ):
                factors[name] = None
            case ast.Subscript(value=ast.Name(), ctx=ast.Load(), slice=index) if not isinstance(
                index, ast.Slice | ast.Tuple
            ):
                if len(pieces) < _MOST_PIECES:
                    pieces[ast.unparse(node)] = copy.deepcopy(node)
    sizes |= dict.fromkeys(name for name in bound if name in ("m", "n", "N", "batch_size"))
    counts: list[ast.expr] = [ast.Name(name, ast.Load()) for name in sizes]
    if not counts:
        counts = [
            ast.Subscript(attribute_of(name, "shape"), ast.Constant(axis), ast.Load())
            for axis in (1, 0)
            for name in [one for one in parameters if one != "self"][:_MOST_SIZES]
        ]
    return Scope(
        parameters=tuple(parameters),
        bound=bound,
        unused=tuple(name for name in bound if name not in read and name != "self"),
        sizes=tuple(counts),
        keys=tuple(keys.values()),
        texts=tuple(text for text in texts if text not in {*keys}),
        attributes=tuple(one for one in attributes if one not in ("shape", "T", "size", "copy")),
        called=tuple(name for name in called if name not in _PYTHONS),
        pieces=pieces,
        factors=tuple(name for name in factors if name in parameters),
        numpy=numpy,
    )


def is_size(value: ast.expr) -> bool:
    """Whether it is a number of entries."""
    match value:
        case ast.Subscript(value=ast.Attribute(attr="shape")) | ast.Attribute(attr="size"):
            return True
        case ast.Call(func=ast.Name(id="len")):
            return True
    return False


def is_text(node: ast.AST) -> bool:
    """Whether it is a text, such as a key that is put together."""
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr() | ast.Call(func=ast.Name(id="str")):
            return True
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return is_text(left) or is_text(right)
    return False


def attribute_of(name: str, attribute: str) -> ast.Attribute:
    """What a name's attribute is."""
    return ast.Attribute(ast.Name(name, ast.Load()), attribute, ast.Load())
