"""The loss of the neuron in another form, log(1 + e^(±z)); three colours for the search."""

import copy
import math
from dataclasses import dataclass, field

from graph import Node, as_node

WHITE, GREY, BLACK = 0, 1, 2


@dataclass
class Search:
    colour: dict = field(default_factory=dict)
    order: list = field(default_factory=list)

    def run(self, root):
        todo = [root]
        while todo:
            node = todo[-1]
            state = self.colour.get(node, WHITE)
            if state == WHITE:
                self.colour[node] = GREY
                todo.extend(p for p in node.parents if self.colour.get(p, WHITE) == WHITE)
            else:
                todo.pop()
                if state == GREY:
                    self.colour[node] = BLACK
                    self.order.append(node)
        return self.order


def make(value, *pairs):
    parents = tuple(parent for parent, _ in pairs)
    slopes = tuple(slope for _, slope in pairs)
    return Node(value, parents, slopes)


def add(a, b):
    a, b = as_node(a), as_node(b)
    return make(a.value + b.value, (a, 1.0), (b, 1.0))


def sub(a, b):
    a, b = as_node(a), as_node(b)
    return make(a.value - b.value, (a, 1.0), (b, -1.0))


def mul(a, b):
    a, b = as_node(a), as_node(b)
    return make(a.value * b.value, (a, b.value), (b, a.value))


def div(a, b):
    a, b = as_node(a), as_node(b)
    return make(a.value / b.value, (a, 1 / b.value), (b, -(a.value / (b.value * b.value))))


def power(a, k):
    a = as_node(a)
    if k == 0:
        # the slope is 0 everywhere, and 0 · a**(−1) would divide by zero at a = 0
        return make(1.0, (a, 0.0))
    value = pow(a.value, k)
    slope = k * pow(a.value, k - 1)
    return make(value, (a, slope))


def exp(a):
    a = as_node(a)
    node = make(math.exp(a.value), (a, 0.0))
    node.local_grads = (node.value,)
    return node


def log(a):
    a = as_node(a)
    try:
        return make(math.log(a.value), (a, 1 / a.value))
    except ValueError as error:
        raise ValueError("log is for positive numbers only") from error


def tanh(a):
    e = exp(mul(2, a))
    return sub(1, div(2, add(e, 1)))


def relu(a):
    a = as_node(a)
    return make((a.value + abs(a.value)) / 2, (a, 1.0 if a.value > 0.0 else 0.0))


def topological_order(root):
    return Search().run(root)


def backward(root):
    order = copy.copy(topological_order(root))
    for node in order:
        node.grad = 0.0
    root.grad = 1.0
    while order:
        child = order.pop()
        for parent, slope in zip(child.parents, child.local_grads):
            parent.grad = parent.grad + slope * child.grad


def neuron_gradients(w, b, x, y):
    weights, bias = [Node(one) for one in w], Node(b)
    z = Node(0.0)
    for pair in zip(weights, x):
        z += mul(*pair)
    z += bias
    # −log σ(z) = log(1 + e^(−z)) and −log(1 − σ(z)) = log(1 + e^z)
    loss = log(1 + exp(-z if y else z))
    backward(loss)
    return loss.value, [weight.grad for weight in weights], bias.grad
