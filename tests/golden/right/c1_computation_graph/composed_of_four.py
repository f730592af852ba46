"""Only add, mul, power and exp know a derivative; the rest is made of them, with operators."""

import math
from collections.abc import Sequence

from graph import Node, as_node


def add(a: Node | float, b: Node | float) -> Node:
    first, second = as_node(a), as_node(b)
    return Node(first.value + second.value, [first, second], [1, 1])


def mul(a: Node | float, b: Node | float) -> Node:
    first, second = as_node(a), as_node(b)
    return Node(first.value * second.value, [first, second], [second.value, first.value])


def sub(a: Node | float, b: Node | float) -> Node:
    return a + mul(b, -1) if isinstance(a, Node) else add(a, mul(b, -1))


def power(a: Node | float, k: float) -> Node:
    base = as_node(a)
    slope = k * base.value ** (k - 1) if k != 0 else 0
    return Node(base.value**k, [base], [slope])


def div(a: Node | float, b: Node | float) -> Node:
    return mul(a, power(b, -1))


def exp(a: Node | float) -> Node:
    arg = as_node(a)
    return Node(math.exp(arg.value), [arg], [math.exp(arg.value)])


def log(a: Node | float) -> Node:
    arg = as_node(a)
    return Node(math.log(arg.value), [arg], [1 / arg.value])


def tanh(a: Node | float) -> Node:
    up, down = exp(a), exp(mul(-1, a))
    return (up - down) / (up + down)


def relu(a: Node | float) -> Node:
    return mul(a, 1 if as_node(a).value > 0 else 0)


def topological_order(root: Node) -> list[Node]:
    order: list[Node] = []
    visited: set[Node] = {root}
    path = [(root, iter(root.parents))]
    while path:
        node, parents = path[-1]
        for parent in parents:
            if parent not in visited:
                visited.add(parent)
                path.append((parent, iter(parent.parents)))
                break
        else:
            order.append(node)
            path.pop()
    return order


def backward(root: Node) -> None:
    order = topological_order(root)
    for node in order:
        node.grad = float(node is root)
    for node in order[::-1]:
        for i in range(len(node.parents)):
            node.parents[i].grad += node.local_grads[i] * node.grad


def neuron_gradients(
    w: Sequence[float], b: float, x: Sequence[float], y: int
) -> tuple[float, list[float], float]:
    w_nodes = [Node(v) for v in w]
    b_node = Node(b)
    z = sum((wi * xi for wi, xi in zip(w_nodes, x, strict=True)), start=b_node)
    a = 1 / (1 + exp(-z))
    L = -(y * log(a) + (1 - y) * log(1 - a))
    backward(L)
    return L.value, [n.grad for n in w_nodes], b_node.grad
