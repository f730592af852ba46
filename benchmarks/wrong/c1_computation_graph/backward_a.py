# exercise: backward
from graph import Node


def backward(root):
    order = topological_order(root)
    for node in order:
        node.grad = 0.0
    root.grad = 1.0
    for node in reversed(order):
        for parent, local in zip(node.parents, node.local_grads):
            parent.grad = node.grad * local  # WRONG: what arrives over several ways must add up (+=); here the last child overwrites the others.
