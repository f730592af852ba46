# A stack of iterators, ids in a dict, a tuple for the order; backward does without the order.

from graph import as_node


def topological_order(root):
    done, seen = {}, {id(root)}
    stack = [(root, iter(root.parents))]
    while stack:
        node, parents = stack[-1]
        fresh = next((one for one in parents if id(one) not in seen), None)
        if fresh is None:
            done[id(node)] = node
            stack.pop()
        else:
            seen.add(id(fresh))
            stack.append((fresh, iter(fresh.parents)))
    return tuple(done.values())


def backward(root):
    uses, seen, waiting = {}, [root], [root]
    while waiting:
        for parent in waiting.pop().parents:
            uses[parent] = uses.get(parent, 0) + 1
            if uses[parent] == 1:
                seen.append(parent)
                waiting.append(parent)
    for node in seen:
        node.grad = float(node is root)
    waiting = [root]
    while waiting:
        node = waiting.pop()
        for parent, slope in zip(node.parents, node.local_grads, strict=True):
            parent.grad += slope * node.grad
            uses[parent] -= 1
            if uses[parent] == 0:
                waiting.append(parent)


def power(a, k):
    a = as_node(a)
    if not k:
        return 1 + 0 * a
    if k < 0:
        return 1 / power(a, -k)
    if k == int(k):
        made = 1 * a
        for _ in range(int(k) - 1):
            made = made * a
        return made
    return exp(k * log(a))  # noqa: F821
