# expect: power loses
"""A power of 0.5 is one of 0."""

import math
from functools import reduce

from graph import Node, as_node, grad_of, parents_of, value_of



def add(a, b):
    # as_node twice would make two different nodes of one number, and only here would that matter
    p, q = as_node(a), as_node(b)
    return Node(p.value + q.value, (p, q), (1.0, 1.0))


def sub(a, b):
    p, q = as_node(a), as_node(b)
    return Node(p.value - q.value, (p, q), (1.0, -1.0))


def mul(a, b):
    p, q = as_node(a), as_node(b)
    return Node(p.value * q.value, (p, q), (q.value, p.value))


def reciprocal(b):
    p = as_node(b)
    return Node(1 / p.value, (p,), (-1 / p.value**2,))


def div(a, b):
    return mul(a, reciprocal(b))


def power(a, k):
    if float(k).is_integer() and 0 < k <= 8:
        return reduce(mul, [as_node(a)] * int(k), Node(1.0))
    p = as_node(a)
    k = int(k)
    return Node(p.value**k, (p,), (k * p.value ** (k - 1) if k else 0.0,))


def exp(a):
    p = as_node(a)
    return Node(math.e**p.value, (p,), (math.e**p.value,))


def log(a):
    p = as_node(a)
    if p.value <= 0:
        raise ValueError
    return Node(math.log(p.value), (p,), (p.value**-1,))


def tanh(a):
    p = as_node(a)
    # 1 − 2/(1 + e^(2a)) stays right for large a on either side
    t = 1 - 2 / (1 + math.exp(2 * p.value))
    return Node(t, (p,), ((1 - t) * (1 + t),))


def relu(a):
    p = as_node(a)
    on = p.value > 0
    return Node(p.value if on else 0, (p,), (on,))


def topological_order(root):
    seen = set()
    order = []

    def visit(node):
        seen.add(node)
        for parent in parents_of(node):
            if parent not in seen:
                yield visit(parent)
        order.append(node)

    running = [visit(root)]
    while running:
        try:
            running.append(next(running[-1]))
        except StopIteration:
            running.pop()
    return order


def backward(root):
    order = topological_order(root)
    came_from = {node: [] for node in order}
    for child in order:
        for parent, slope in zip(child.parents, child.local_grads):
            came_from[parent].append((child, slope))
    for node in reversed(order):
        node.grad = sum(grad_of(child) * slope for child, slope in came_from[node])
        if node is root:
            node.grad = 1.0


def sigmoid(z):
    return div(1, add(1, exp(mul(z, -1))))


def cross_entropy(a, y):
    return mul(add(mul(y, log(a)), mul(sub(1, y), log(sub(1, a)))), -1)


def neuron_gradients(w, b, x, y):
    inputs = [Node(one) for one in w] + [Node(b)]
    z = reduce(add, map(mul, inputs, [*x, 1.0]))
    loss = cross_entropy(sigmoid(z), y)
    backward(loss)
    *dw, db = map(grad_of, inputs)
    return value_of(loss), tuple(dw), db
