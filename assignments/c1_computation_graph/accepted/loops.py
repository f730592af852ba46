# Index loops and plain steps; the loss by way of one product of powers; subclassed Nodes.

import math

import graph
from graph import as_node


class Made(graph.Node):
    """A Node that remembers how it was made."""

    name = ""


def _made(name, value, parents, slopes):
    node = Made(value, parents, slopes)
    node.name = name
    return node


def add(a, b):
    a = as_node(a)
    b = as_node(b)
    return _made("+", a.value + b.value, [a, b], [1, 1])


def mul(a, b):
    a = as_node(a)
    b = as_node(b)
    return _made("*", a.value * b.value, [a, b], [b.value, a.value])


def log(a):
    a = as_node(a)
    return _made("log", math.log(a.value), [a], [1.0 / a.value])


def relu(a):
    a = as_node(a)
    if a.value <= 0:
        return _made("relu", 0, [a], [0])
    return _made("relu", a.value, [a], [1])


def topological_order(root):
    order = []
    marks = set()
    stack = [root]
    while len(stack) > 0:
        node = stack[len(stack) - 1]
        waiting = False
        if id(node) not in marks:
            for i in range(len(node.parents)):
                if id(node.parents[i]) not in marks:
                    stack.append(node.parents[i])
                    waiting = True
        if not waiting:
            stack.pop()
            if id(node) not in marks:
                marks.add(id(node))
                order.append(node)
    return order


def backward(root):
    order = topological_order(root)
    for i in range(len(order)):
        order[i].grad = 0
    root.grad += 1
    for i in range(len(order) - 1, -1, -1):
        node = order[i]
        for j in range(len(node.parents)):
            node.parents[j].grad += node.local_grads[j] * node.grad


def neuron_gradients(w, b, x, y):
    w = [as_node(float(one)) for one in w]
    b = as_node(float(b))
    z = as_node(0)
    for i in range(len(x)):
        z = add(z, mul(w[i], x[i]))
    z = add(z, b)
    a = power(add(1, exp(mul(z, -1))), -1)  # noqa: F821
    likelihood = power(a, y) * power(1 - a, 1 - y)  # noqa: F821
    loss = mul(log(likelihood), -1)
    backward(loss)
    dw = []
    for i in range(len(w)):
        dw.append(w[i].grad)
    return [loss.value, dw, b.grad]
