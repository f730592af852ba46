# exercise: topological_order
from graph import Node


def topological_order(root):
    order = []
    todo = [(root, 0)]
    values = set()
    while todo:
        node, step = todo.pop()
        if step == 1:
            order.append(node)
            continue
        if node.value in values:  # WRONG: nodes are told apart by identity; two different nodes with the same value are taken for one here.
            continue
        values.add(node.value)  # WRONG: the set remembers values instead of the nodes themselves, so a second node with an equal value is skipped.
        todo.append((node, 1))
        for p in node.parents[:2]:  # WRONG: a node may have any number of parents; those after the second are left out.
            todo.append((p, 0))
    return order
