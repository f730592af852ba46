# expect: topological_order loses
"""The nodes remember that they were visited: a second call finds nothing new."""

import math

from graph import Node, as_node


def add(a, b):
    a, b = as_node(a), as_node(b)
    return Node(a.value + b.value, (a, b), (1.0, 1.0))


def sub(a, b):
    a, b = as_node(a), as_node(b)
    return Node(a.value - b.value, (a, b), (1.0, -1.0))


def mul(a, b):
    a, b = as_node(a), as_node(b)
    return Node(a.value * b.value, (a, b), (b.value, a.value))


def div(a, b):
    a, b = as_node(a), as_node(b)
    return Node(a.value / b.value, (a, b), (1 / b.value, -a.value / b.value**2))


def power(a, k):
    a = as_node(a)
    if k == 0:
        return Node(1.0, (a,), (0.0,))
    return Node(a.value**k, (a,), (k * a.value ** (k - 1),))


def exp(a):
    a = as_node(a)
    e = math.exp(a.value)
    return Node(e, (a,), (e,))


def log(a):
    a = as_node(a)
    if a.value <= 0:
        raise ValueError("log needs a positive number")
    return Node(math.log(a.value), (a,), (1 / a.value,))


def tanh(a):
    a = as_node(a)
    t = math.tanh(a.value)
    return Node(t, (a,), (1 - t * t,))


def relu(a):
    a = as_node(a)
    if a.value > 0:
        return Node(a.value, (a,), (1.0,))
    return Node(0.0, (a,), (0.0,))


def topological_order(root):
    order = []
    stack = [(root, False)]
    while stack:
        node, parents_done = stack.pop()
        if parents_done:
            order.append(node)
        elif not hasattr(node, "visited"):
            node.visited = True
            stack.append((node, True))
            for parent in node.parents:
                stack.append((parent, False))
    return order


def backward(root):
    order = topological_order(root)
    for node in order:
        node.grad = 0.0
    root.grad = 1.0
    for node in reversed(order):
        for parent, slope in zip(node.parents, node.local_grads):
            parent.grad += node.grad * slope


def neuron_gradients(w, b, x, y):
    weights = [Node(one) for one in w]
    bias = Node(b)
    z = bias
    for weight, feature in zip(weights, x):
        z = add(z, mul(weight, feature))
    a = div(1.0, add(1.0, exp(mul(-1.0, z))))
    loss = mul(-1.0, add(mul(y, log(a)), mul(1 - y, log(sub(1.0, a)))))
    backward(loss)
    return loss.value, [weight.grad for weight in weights], bias.grad
