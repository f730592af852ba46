"""How the checks look at your graphs: as plain numbers and places in lists.

Given code: leave it as it is. It knows no derivative and no order. Where one of your functions
leans on another that is wrong, the checks can lend it a right answer through `answer`, so that
one mistake costs once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from graph import Node, as_node, build_program, evaluate_program, yours

OPERATIONS = ("add", "sub", "mul", "div", "power", "exp", "log", "tanh", "relu")
Answer = Callable[..., Any] | None
# What a grad holds beforehand, where it is to show who changes it, or forgets to.
STALE = 7.0


def trace_graph(
    program: Sequence[Sequence[Any]], lent: Sequence[str] = (), answer: Answer = None
) -> Any:
    """The graph that a program builds on inputs with stale grads: {"lines": …, "nodes": …}.

    "nodes" are all nodes reachable from the lines, in no order that matters, each as (value,
    grad, places of its parents, local gradients). "lines" has for each line the place of its
    node, None for a plain number, or a list of one thing that is no Node. `lent` names the
    functions that `answer` answers for.
    """
    with _lent(answer, lent):
        built = build_program(program, STALE)
    nodes = _reachable([one for one in built if isinstance(one, Node)])
    place = {id(node): i for i, node in enumerate(nodes)}
    lines: list[Any] = []
    for (word, *_), one in zip(program, built, strict=False):
        if isinstance(one, Node):
            lines.append(place[id(one)])
        else:
            lines.append(None if word == "const" else [one])
    return {"lines": lines, "nodes": [_row(node, place) for node in nodes]}


def order_of(
    parents: Sequence[Sequence[int]], values: Sequence[float] = (), earlier: Sequence[int] = ()
) -> Any:
    """What topological_order says of the last node of a graph, as places in `parents`.

    parents[i] lists the places of node i's parents, all before i; values[i] is its value (i,
    where none are given). The nodes at the places `earlier` are asked about first. A node that
    is not of this graph is −1.
    """
    nodes: list[Node] = []
    for i, mine in enumerate(parents):
        value = values[i] if values else float(i)
        nodes.append(Node(value, [nodes[p] for p in mine], [1.0] * len(mine)))
    for i in earlier:
        yours().topological_order(nodes[i])
    order = yours().topological_order(nodes[-1])
    if isinstance(order, np.ndarray) and order.ndim == 1:
        order = list(order)
    if not isinstance(order, list | tuple):
        return order
    place = {id(node): i for i, node in enumerate(nodes)}
    return [place.get(id(node), -1) for node in order]


def evaluate_with(program: Sequence[Sequence[Any]], answer: Answer) -> Any:
    """evaluate_program, with a lent topological_order."""
    with _lent(answer, ["topological_order"]):
        return evaluate_program(program)


def backward_twice(program: Sequence[Sequence[Any]], root: int, answer: Answer = None) -> Any:
    """Run backward twice on line `root` of a program whose nodes hold stale grads.

    Returns {"first": grads, "second": grads, "values": values}, one number per line.
    """
    nodes = [as_node(one) for one in build_program(program)]
    for node in nodes:
        node.grad = STALE
    seen: dict[str, list[Any]] = {}
    with _lent(answer, ["topological_order"]):
        for run in ("first", "second"):
            yours().backward(nodes[root])
            seen[run] = [node.grad for node in nodes]
    return {**seen, "values": [node.value for node in nodes]}


def neuron_with(
    w: list[float], b: float, x: list[float], y: int, answer: Answer = None, steepness: float = 1.0
) -> Any:
    """neuron_gradients, while every local gradient of log is `steepness` times its own."""
    with _lent(answer, [*OPERATIONS, "topological_order", "backward"]):
        log = yours().log

        def steep_log(a: Any) -> Any:
            made = log(a)
            if isinstance(made, Node):
                made.local_grads = tuple(steepness * slope for slope in made.local_grads)
            return made

        with _replaced({"log": steep_log}):
            return yours().neuron_gradients(w, b, x, y)


def _reachable(starts: Sequence[Node]) -> list[Node]:
    """The starts and all their ancestors, each once, in the order in which they are met."""
    found = {id(node): node for node in starts}
    waiting = list(found.values())
    while waiting:
        for parent in waiting.pop().parents:
            if isinstance(parent, Node) and id(parent) not in found:
                found[id(parent)] = parent
                waiting.append(parent)
    return list(found.values())


def _row(node: Node, place: dict[int, int]) -> tuple[Any, ...]:
    parents = [place.get(id(parent), -1) for parent in node.parents]
    return (node.value, node.grad, parents, list(node.local_grads))


@contextmanager
def _replaced(functions: dict[str, Callable[..., Any]]) -> Iterator[None]:
    """Your module with some functions replaced, for as long as the with-block runs."""
    names = vars(yours())
    kept = {name: names[name] for name in functions if name in names}
    names.update(functions)
    try:
        yield
    finally:
        for name in functions:
            names.pop(name, None)
        names.update(kept)


@contextmanager
def _lent(answer: Answer, names: Sequence[str]) -> Iterator[None]:
    """Your module with these functions answered by `answer`; as it is when that is None."""
    if answer is None:
        yield
        return
    functions = {name: _operation(name, answer) for name in names}
    known = {"topological_order": _order(answer), "backward": _backward(answer)}
    with _replaced({**functions, **{name: known[name] for name in names if name in known}}):
        yield


def _operation(name: str, answer: Callable[..., Any]) -> Callable[..., Any]:
    def operation(*args: Any) -> Node:
        nodes = [as_node(one) for one in args]
        value, slopes = answer(name, *[node.value for node in nodes])
        return Node(value, nodes[: len(slopes)], slopes)

    return operation


def _order(answer: Callable[..., Any]) -> Callable[..., Any]:
    def order(root: Node) -> list[Node]:
        nodes = _reachable([root])
        place = {id(node): i for i, node in enumerate(nodes)}
        return [nodes[i] for i in answer("topological_order", [_row(n, place) for n in nodes])]

    return order


def _backward(answer: Callable[..., Any]) -> Callable[..., Any]:
    def backward(root: Node) -> None:
        nodes = _reachable([root])
        place = {id(node): i for i, node in enumerate(nodes)}
        grads = answer("backward", [_row(node, place) for node in nodes])
        for node, grad in zip(nodes, grads, strict=True):
            node.grad = grad

    return backward
