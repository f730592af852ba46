# exercise: topological_order
from graph import Node


def topological_order(root):
    order = []
    seen = set()

    def visit(node):
        if node in seen:
            return
        seen.add(node)
        for p in node.parents:
            visit(p)  # WRONG: one nested call per node of the chain: at 3000 nodes Python's recursion limit is hit; an explicit stack is needed.
        order.append(node)

    visit(root)
    return order
