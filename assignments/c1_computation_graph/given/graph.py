"""Nodes of a computation graph, and a way to build graphs from a list of steps.

Given code: import from it and leave it as it is (grading uses a copy of its own). Nothing here
knows a derivative: those are what you write in computation_graph.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Node:
    """A number in a computation graph, and what it was computed from.

    value        the number
    parents      the Nodes it was computed from, a tuple; () for an input
    local_grads  one number per parent: the derivative of this node by that parent
    grad         the derivative of the root by this node, once backward has run

    Two Nodes are equal only when they are the same Node, whatever their values. The operators
    + - * / ** and the unary minus call add, sub, mul, div and power of computation_graph.
    """

    # Without this a NumPy number on the left of an operator would make an array of Nodes.
    __array_ufunc__ = None

    def __init__(
        self, value: float, parents: Sequence[Node] = (), local_grads: Sequence[float] = ()
    ) -> None:
        self.value = float(value)
        self.parents = tuple(parents)
        self.local_grads = tuple(float(slope) for slope in local_grads)
        self.grad = 0.0
        if not all(isinstance(parent, Node) for parent in self.parents):
            raise TypeError("Every parent must be a Node; as_node makes one from a number.")
        if len(self.parents) != len(self.local_grads):
            raise ValueError("A Node needs one local gradient per parent, in the same order.")

    def __repr__(self) -> str:
        return f"Node(value={self.value:.6g}, grad={self.grad:.6g})"

    def __add__(self, other: Any) -> Any:
        return yours().add(self, other)

    def __radd__(self, other: Any) -> Any:
        return yours().add(other, self)

    def __sub__(self, other: Any) -> Any:
        return yours().sub(self, other)

    def __rsub__(self, other: Any) -> Any:
        return yours().sub(other, self)

    def __mul__(self, other: Any) -> Any:
        return yours().mul(self, other)

    def __rmul__(self, other: Any) -> Any:
        return yours().mul(other, self)

    def __truediv__(self, other: Any) -> Any:
        return yours().div(self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return yours().div(other, self)

    def __pow__(self, k: Any) -> Any:
        return yours().power(self, k)

    def __neg__(self) -> Any:
        return yours().mul(-1.0, self)


def yours() -> Any:
    """Your module, computation_graph."""
    # At the top of the file the two modules would each wait for the other.
    import computation_graph  # type: ignore[import-not-found]

    return computation_graph


def as_node(x: Node | float) -> Node:
    """A Node as it is; a number as a new Node without parents."""
    return x if isinstance(x, Node) else Node(x)


def value_of(node: Node) -> float:
    """The node's value."""
    return node.value


def grad_of(node: Node) -> float:
    """The node's grad."""
    return node.grad


def parents_of(node: Node) -> tuple[Node, ...]:
    """The node's parents."""
    return node.parents


def build_program(program: Sequence[Sequence[Any]], grad: float = 0.0) -> list[Any]:
    """What each line of a program stands for, built with your functions.

    The inputs hold `grad` from the start.

    A line is a tuple; i and j are the places of earlier lines:

        ("var", 2.0)                          an input
        ("const", 4)                          a plain number
        ("add", i, j)                         also "sub", "mul", "div"
        ("power", i, 2)                       line i to the power of a number
        ("exp", i)                            also "log", "tanh", "relu"
        ("node", value, (i, j), (di, dj))     a Node as it is: value, parents, local gradients

    Ends early after a function that did not return a Node.
    """
    built: list[Any] = []
    for word, *rest in program:
        if word == "var":
            built.append(Node(rest[0]))
            built[-1].grad = grad
        elif word == "const":
            built.append(rest[0])
        elif word == "node":
            value, places, slopes = rest
            built.append(Node(value, [as_node(built[i]) for i in places], slopes))
        else:
            places, extra = (rest[:1], rest[1:]) if word == "power" else (rest, [])
            made = getattr(yours(), word)(*[built[i] for i in places], *extra)
            built.append(made)
            if not isinstance(made, Node):
                break
    return built


def evaluate_program(program: Sequence[Sequence[Any]]) -> tuple[list[float], list[float]]:
    """(values, grads) of a program's lines, after your backward has run on the last one.

    A "const" line is a plain number: its grad is given as 0.
    """
    built = build_program(program)
    if not isinstance(built[-1], Node):
        word = program[len(built) - 1][0]
        raise TypeError(f"{word} must return a Node, not {type(built[-1]).__name__}.")
    yours().backward(built[-1])
    values = [one.value if isinstance(one, Node) else float(one) for one in built]
    return values, [one.grad if isinstance(one, Node) else 0.0 for one in built]
