# Kahn's way: a node is written down when all of its children have been; no depth-first walk.

from collections import Counter, deque


def _reached(root):
    reached, waiting = {root}, [root]
    while waiting:
        for parent in waiting.pop().parents:
            if parent not in reached:
                reached.add(parent)
                waiting.append(parent)
    return reached


def topological_order(root):
    children = Counter(parent for node in _reached(root) for parent in node.parents)
    order, ready = deque(), deque([root])
    while ready:
        node = ready.popleft()
        order.appendleft(node)
        for parent in node.parents:
            children[parent] -= 1
            if not children[parent]:
                ready.append(parent)
    return list(order)


def backward(root):
    grads = {root: 1.0}
    order = topological_order(root)
    while order:
        node = order.pop()
        node.grad = grads.pop(node, 0.0)
        for i in range(len(node.parents)):
            parent = node.parents[i]
            grads[parent] = grads.get(parent, 0.0) + node.local_grads[i] * node.grad
    return root
