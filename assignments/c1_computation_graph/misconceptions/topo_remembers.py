_order: list = []
_seen: set = set()


def topological_order(root: Node) -> list[Node]:  # noqa: F821
    stack = [(root, False)]
    while stack:
        node, parents_done = stack.pop()
        if parents_done:
            _order.append(node)
        elif node not in _seen:
            _seen.add(node)
            stack.append((node, True))
            stack.extend((parent, False) for parent in node.parents)
    return list(_order)
