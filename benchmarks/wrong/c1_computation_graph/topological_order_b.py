# exercise: topological_order
from collections import deque

from graph import Node


def topological_order(root):
    # breadth first search from the root, then turn it around
    queue = deque([root])
    found = {root}
    order = []
    while queue:
        node = queue.popleft()
        order.append(node)
        for p in node.parents:
            if p not in found:  # WRONG: breadth-first order by first discovery is not topological: a parent that is reached early by a short path ends up after nodes that need it.
                found.add(p)
                queue.append(p)
    order.reverse()
    return order
