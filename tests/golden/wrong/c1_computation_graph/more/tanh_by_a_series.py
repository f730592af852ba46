# expect: tanh loses
"""The series of tanh: right near 0 only."""

import math

from graph import Node, as_node


def add(a, b):
    a, b = as_node(a), as_node(b)
    return Node(a.value + b.value, (a, b), (1.0, 1.0))


def sub(a, b):
    return add(a, mul(-1.0, b))


def mul(a, b):
    a, b = as_node(a), as_node(b)
    return Node(a.value * b.value, (a, b), (b.value, a.value))


def div(a, b):
    a, b = as_node(a), as_node(b)
    return Node(a.value / b.value, (a, b), (1 / b.value, -a.value / b.value**2))


def power(a, k):
    a = as_node(a)
    return Node(a.value**k, (a,), (k * a.value ** (k - 1) if k != 0 else 0.0,))


def exp(a):
    a = as_node(a)
    return Node(math.exp(a.value), (a,), (math.exp(a.value),))


def log(a):
    a = as_node(a)
    if a.value <= 0:
        raise ValueError(a.value)
    return Node(math.log(a.value), (a,), (1 / a.value,))


def tanh(a):
    a = as_node(a)
    t = sum(c * a.value ** n for n, c in ((1, 1), (3, -1 / 3), (5, 2 / 15), (7, -17 / 315)))
    return Node(t, (a,), (1 - t**2,))


def relu(a):
    a = as_node(a)
    return Node(max(a.value, 0), (a,), (1 if a.value > 0 else 0,))


def topological_order(root):
    # depth first from the root, children before parents, each at its last visit
    left = {}
    found, todo = {root}, [root]
    while todo:
        node = todo.pop()
        for parent in node.parents:
            left[parent] = left.get(parent, 0) + 1
            if parent not in found:
                found.add(parent)
                todo.append(parent)
    order, todo = [], [root]
    while todo:
        node = todo.pop()
        order.insert(0, node)
        for parent in node.parents:
            left[parent] -= 1
            if not left[parent]:
                todo.append(parent)
    return order


def backward(root):
    order = topological_order(root)
    for node in order:
        node.grad = 0.0
    root.grad = 1.0
    for node in order[::-1]:
        for parent, slope in zip(node.parents, node.local_grads):
            parent.grad += slope * node.grad


def neuron_gradients(w, b, x, y):
    w = [Node(one) for one in w]
    b = Node(b)
    z = b
    for wi, xi in zip(w, x):
        z = add(z, mul(wi, xi))
    loss = sub(log(add(1.0, exp(z))), mul(y, z))
    backward(loss)
    return loss.value, [wi.grad for wi in w], b.grad
