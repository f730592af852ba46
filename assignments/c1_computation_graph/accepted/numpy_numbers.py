# NumPy scalars for numbers, lists in place of tuples, masks in place of conditions.

import numpy as np
from graph import Node, as_node


def mul(a, b):
    a, b = map(as_node, (a, b))
    values = np.array([a.value, b.value])
    return Node(values.prod(), [a, b], values[::-1])


def div(a, b):
    a, b = as_node(a), as_node(b)
    quotient = np.divide(a.value, b.value)
    return Node(quotient, [a, b], [np.reciprocal(b.value), -quotient / b.value])


def power(a, k):
    a = as_node(a)
    if k == 0:
        return Node(np.float64(1), [a], [np.int64(0)])
    return Node(np.power(a.value, float(k)), [a], [k * np.power(a.value, float(k - 1))])


def exp(a):
    a = as_node(a)
    return Node(np.exp(a.value), [a], [np.exp(a.value)])


def log(a):
    a = as_node(a)
    assert a.value > 0
    return Node(np.log(a.value), [a], [a.value**-1])


def tanh(a):
    a = as_node(a)
    return Node(np.tanh(a.value), [a], [np.cosh(a.value) ** -2])


def relu(a):
    a = as_node(a)
    gate = a.value > 0
    return Node(a.value * gate, [a], [gate])


def backward(root):
    order = topological_order(root)  # noqa: F821
    for node in order:
        node.grad = np.float64(0)
    root.grad = np.ones(())[()]
    for node in order[::-1]:
        for parent, change in zip(
            node.parents, node.grad * np.array(node.local_grads), strict=True
        ):
            parent.grad = parent.grad + change


def neuron_gradients(w, b, x, y):
    weights, bias = [Node(one) for one in np.asarray(w)], Node(b)
    z = bias
    for weight, feature in zip(weights, np.asarray(x), strict=True):
        z = feature * weight + z
    a = (1 + exp(-z)) ** -1
    loss = -log(a) if y == 1 else -log(1 - a)
    backward(loss)
    return np.array(loss.value), np.array([one.grad for one in weights]), np.array([[bias.grad]])
