"""NumPy's functions through two helpers; only Nodes become parents, plain numbers don't."""

import numpy as np

from graph import Node, as_node, value_of


def _unary(a, f, slope):
    node = as_node(a)
    v = np.float64(node.value)
    return Node(f(v), (node,), (slope(v),))


def _binary(a, b, f, slope_a, slope_b):
    u = np.float64(a.value if isinstance(a, Node) else a)
    v = np.float64(b.value if isinstance(b, Node) else b)
    parents, slopes = [], []
    if isinstance(a, Node):
        parents.append(a)
        slopes.append(slope_a(u, v))
    if isinstance(b, Node):
        parents.append(b)
        slopes.append(slope_b(u, v))
    return Node(f(u, v), parents, slopes)


def add(a, b):
    return _binary(a, b, np.add, lambda u, v: 1, lambda u, v: 1)


def sub(a, b):
    return _binary(a, b, np.subtract, lambda u, v: 1, lambda u, v: -1)


def mul(a, b):
    return _binary(a, b, np.multiply, lambda u, v: v, lambda u, v: u)


def div(a, b):
    return _binary(a, b, np.divide, lambda u, v: 1 / v, lambda u, v: -u / np.square(v))


def power(a, k):
    if k == 0:
        return _unary(a, np.ones_like, lambda v: 0.0)
    if k == 1:
        return _unary(a, lambda v: v, lambda v: 1.0)
    return _unary(a, lambda v: v ** float(k), lambda v: k * v ** (float(k) - 1))


def exp(a):
    return _unary(a, np.exp, np.exp)


def log(a):
    if value_of(as_node(a)) <= 0:
        raise ValueError("the logarithm needs a > 0")
    return _unary(a, np.log, np.reciprocal)


def tanh(a):
    return _unary(a, np.tanh, lambda v: 1 - np.tanh(v) ** 2)


def relu(a):
    return _unary(a, lambda v: np.maximum(v, 0), lambda v: np.where(v > 0, 1.0, 0.0))


def topological_order(root):
    """Each node one level above its highest parent; sorting by level is an order."""
    level = {}
    waiting = [root]
    while waiting:
        node = waiting[-1]
        unknown = [parent for parent in node.parents if parent not in level]
        if unknown:
            waiting += unknown
        else:
            level[node] = 1 + max((level[parent] for parent in node.parents), default=-1)
            waiting.pop()
    return tuple(sorted(level, key=level.get))


def backward(root):
    order = topological_order(root)
    place = {node: i for i, node in enumerate(order)}
    grads = np.zeros(len(order))
    grads[place[root]] = 1.0
    for node in reversed(order):
        for parent, slope in zip(node.parents, node.local_grads):
            grads[place[parent]] += grads[place[node]] * slope
    for node, grad in zip(order, grads):
        node.grad = grad


def neuron_gradients(w, b, x, y):
    weights = [Node(v) for v in np.asarray(w, dtype=float)]
    bias = Node(b)
    z = bias
    for weight, feature in zip(weights, np.asarray(x, dtype=float)):
        z = z + feature * weight
    a = (1 + exp(-z)) ** -1
    loss = -(log(a) * y + log(1 - a) * (1 - y))
    backward(loss)
    return np.array(loss.value), np.array([n.grad for n in weights]), np.float64(bias.grad)
