# exercise: backward
from graph import Node


def backward(root):
    topo = topological_order(root)
    for node in topo:
        node.grad = 0.0
    root.grad = root.value  # WRONG: the pass starts with d root / d root = 1, not with the root's value.
    for node in topo[::-1]:
        for p, lg in zip(node.parents, node.local_grads):
            p.grad += lg * node.grad
