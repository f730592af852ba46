# Compositions by the operators of Node: each rule is made from sum, product, power and exp.

from graph import Node, as_node


def sub(a, b):
    return as_node(a) + as_node(b) * -1


def div(a, b):
    return as_node(a) * as_node(b) ** -1


def tanh(a):
    a = as_node(a)
    if a.value < 0:
        up = exp(2 * a)  # noqa: F821
        return (up - 1) / (up + 1)
    down = exp(-2 * a)  # noqa: F821
    return (1 - down) / (1 + down)


def neuron_gradients(w, b, x, y):
    w, b = [Node(one) for one in w], Node(b)
    z = sum((wi * xi for wi, xi in zip(w, x, strict=True)), b)
    a = 1 / (1 + exp(-z))  # noqa: F821
    loss = -(y * log(a) + (1 - y) * log(1 - a))  # noqa: F821
    backward(loss)  # noqa: F821
    return loss.value, tuple(one.grad for one in w), b.grad
