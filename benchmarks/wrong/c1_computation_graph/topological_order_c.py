# exercise: topological_order
from graph import Node

visited = set()  # WRONG: the set of visited nodes lives outside the function and is never emptied, so a second call on the same graph finds everything already visited.


def topological_order(root):
    result = []
    stack = [(root, False)]
    while len(stack) > 0:
        node, expanded = stack.pop()
        if expanded:
            result.append(node)
            continue
        if node in visited:
            continue
        visited.add(node)
        stack.append((node, True))
        for parent in node.parents:
            stack.append((parent, False))
    return result
