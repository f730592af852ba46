# exercise: backward
from graph import Node


def backward(root):
    order = topological_order(root)
    for v in order:
        v.grad = 0.0
    root.grad = 1.0
    for v in order:  # WRONG: the pass runs from the inputs to the root; it must go from the end, because a node can pass its gradient on only when it is complete.
        for i in range(len(v.parents)):
            v.parents[i].grad += v.local_grads[i] * v.grad
