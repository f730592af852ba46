"""Reverse-mode automatic differentiation on a computation graph.

Every operation makes a Node (from graph.py) that knows its value, the nodes that it was computed
from (its parents), and the derivative by each of them (its local gradients). backward then
finds the derivative of the last node by every node before it, in one pass.

The arguments a and b of the operations are Nodes or plain numbers; as_node makes a Node of
either. Each operation returns a new Node and leaves its arguments as they are. A node that is
used twice is listed twice, with two local gradients.
"""

import math
from collections.abc import Sequence

from graph import Node, as_node


def add(a: Node | float, b: Node | float) -> Node:
    """Return the Node a + b, with the parents a and b."""
    # BEGIN SOLUTION
    a, b = as_node(a), as_node(b)
    return Node(a.value + b.value, (a, b), (1.0, 1.0))
    # END SOLUTION


def sub(a: Node | float, b: Node | float) -> Node:
    """Return the Node a − b, with the parents a and b."""
    # BEGIN SOLUTION
    a, b = as_node(a), as_node(b)
    return Node(a.value - b.value, (a, b), (1.0, -1.0))
    # END SOLUTION


def mul(a: Node | float, b: Node | float) -> Node:
    """Return the Node a·b, with the parents a and b."""
    # BEGIN SOLUTION
    a, b = as_node(a), as_node(b)
    return Node(a.value * b.value, (a, b), (b.value, a.value))
    # END SOLUTION


def div(a: Node | float, b: Node | float) -> Node:
    """Return the Node a/b, with the parents a and b. For b = 0 it may raise what it likes."""
    # BEGIN SOLUTION
    a, b = as_node(a), as_node(b)
    return Node(a.value / b.value, (a, b), (1 / b.value, -a.value / b.value**2))
    # END SOLUTION


def power(a: Node | float, k: float) -> Node:
    """Return the Node a to the power of k, with the parent a.

    k is a plain number, whole or not; a is positive unless k is a whole number. At a = 0 the
    derivative for k = 1, 2, 3, … is right as well. For k = 0 the value is 1 and the
    derivative 0, at a = 0 too.
    """
    # BEGIN SOLUTION
    a = as_node(a)
    slope = k * a.value ** (k - 1) if k != 0 else 0.0
    return Node(a.value**k, (a,), (slope,))
    # END SOLUTION


def exp(a: Node | float) -> Node:
    """Return the Node e to the power of a, with the parent a."""
    # BEGIN SOLUTION
    a = as_node(a)
    value = math.exp(a.value)
    return Node(value, (a,), (value,))
    # END SOLUTION


def log(a: Node | float) -> Node:
    """Return the Node of the natural logarithm of a, with the parent a.

    Raises ValueError for a ≤ 0.
    """
    # BEGIN SOLUTION
    a = as_node(a)
    if a.value <= 0:
        raise ValueError(f"the logarithm of {a.value} is not a real number")
    return Node(math.log(a.value), (a,), (1 / a.value,))
    # END SOLUTION


def tanh(a: Node | float) -> Node:
    """Return the Node of the hyperbolic tangent of a, with the parent a. You may use math.tanh."""
    # BEGIN SOLUTION
    a = as_node(a)
    value = math.tanh(a.value)
    return Node(value, (a,), (1 - value**2,))
    # END SOLUTION


def relu(a: Node | float) -> Node:
    """Return the Node max(0, a), with the parent a. At a = 0 its derivative is taken as 0."""
    # BEGIN SOLUTION
    a = as_node(a)
    return Node(max(0.0, a.value), (a,), (1.0 if a.value > 0 else 0.0,))
    # END SOLUTION


def topological_order(root: Node) -> list[Node]:
    """Return a list of all nodes that root was computed from, and root.

    Each is in the list exactly once, after all of its parents; so root is the last. Nodes are
    told apart by identity: two nodes may hold equal values. Works for a chain of 3000 nodes,
    and takes no longer because many paths lead to the same node. A second call answers the same.
    """
    # BEGIN SOLUTION
    order = []
    seen = set()
    stack = [(root, False)]
    while stack:
        node, parents_done = stack.pop()
        if parents_done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((parent, False) for parent in node.parents)
    return order
    # END SOLUTION


def backward(root: Node) -> None:
    """Set the grad of every node that root was computed from to d root / d node.

    Earlier grads of these nodes don't count, so a second call gives the same. Other nodes, and
    all values, stay as they are. Long chains and many paths are as in topological_order, which
    it uses. Returns nothing.
    """
    # BEGIN SOLUTION
    order = topological_order(root)
    for node in order:
        node.grad = 0.0
    root.grad = 1.0
    for node in reversed(order):
        for parent, slope in zip(node.parents, node.local_grads, strict=True):
            parent.grad += node.grad * slope
    # END SOLUTION


def neuron_gradients(
    w: Sequence[float], b: float, x: Sequence[float], y: int
) -> tuple[float, list[float], float]:
    """Return (loss, dw, db) of one neuron and one example, found by the graph.

    w and x are lists of k numbers, b is a number and y is 0 or 1. With z = w·x + b and
    a = 1/(1 + e^(−z)), the loss is −(y·log a + (1 − y)·log(1 − a)). Returns the loss (a
    number), its derivatives by the weights (a list of k numbers) and by b (a number). Build the
    loss from the operations above, call backward on it, and read the grads.
    """
    # BEGIN SOLUTION
    weights, bias = [Node(value) for value in w], Node(b)
    z = bias
    for weight, feature in zip(weights, x, strict=True):
        z = add(z, mul(weight, feature))
    a = div(1, add(1, exp(mul(-1, z))))
    loss = mul(-1, add(mul(y, log(a)), mul(1 - y, log(sub(1, a)))))
    backward(loss)
    return loss.value, [weight.grad for weight in weights], bias.grad
    # END SOLUTION
