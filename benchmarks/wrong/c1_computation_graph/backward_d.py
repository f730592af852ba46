# exercise: backward
from graph import Node


def backward(root):
    for node in topological_order(root):
        node.grad = 0.0
    # every path from the root brings its product of local gradients
    stack = [(root, 1.0)]
    while stack:
        node, g = stack.pop()
        node.grad += g
        for p, slope in zip(node.parents, node.local_grads):
            stack.append((p, g * slope))  # WRONG: this walks every path one by one, so forty doublings need 2^40 steps; each node must pass its complete gradient on once, in reverse topological order.
