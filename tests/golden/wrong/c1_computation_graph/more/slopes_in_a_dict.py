# expect: backward loses
"""One slope for each different parent: of a repeated one the last is kept."""

import math
from collections import Counter, defaultdict, deque

import graph


def _n(x):
    return graph.as_node(x)


def add(a, b):
    a = _n(a)
    b = _n(b)
    return graph.Node(a.value + b.value, parents=(a, b), local_grads=(1, 1))


def sub(a, b):
    a = _n(a)
    b = _n(b)
    return graph.Node(a.value - b.value, parents=(a, b), local_grads=(1, -1))


def mul(a, b):
    a = _n(a)
    b = _n(b)
    if a is b:
        return graph.Node(a.value**2, (a,), (2 * a.value,))
    return graph.Node(a.value * b.value, (a, b), (b.value, a.value))


def div(a, b):
    a = _n(a)
    b = _n(b)
    q = a.value / b.value
    return graph.Node(q, (a, b), (1 / b.value, -q / b.value))


def power(a, k):
    a = _n(a)
    if k == 0:
        return graph.Node(1)
    return graph.Node(math.pow(a.value, k), (a,), (k * math.pow(a.value, k - 1),))


def exp(a):
    a = _n(a)
    out = graph.Node(math.exp(a.value), (a,), (math.exp(a.value),))
    return out


def log(a):
    a = _n(a)
    if not a.value > 0:
        raise ValueError(f"log of {a.value}")
    return graph.Node(math.log(a.value), (a,), (1.0 / a.value,))


def tanh(a):
    a = _n(a)
    return graph.Node(math.tanh(a.value), (a,), (1 / math.cosh(a.value) ** 2,))


def relu(a):
    a = _n(a)
    return graph.Node(max(0.0, a.value), (a,), (float(a.value > 0),))


def _reachable(root):
    found = {id(root): root}
    queue = deque([root])
    while queue:
        for parent in queue.popleft().parents:
            if id(parent) not in found:
                found[id(parent)] = parent
                queue.append(parent)
    return found


def topological_order(root):
    nodes = _reachable(root)
    children = Counter()
    for node in nodes.values():
        for parent in node.parents:
            children[id(parent)] += 1
    ready = deque([root])
    from_the_end = []
    while ready:
        node = ready.popleft()
        from_the_end.append(node)
        for parent in node.parents:
            children[id(parent)] -= 1
            if children[id(parent)] == 0:
                ready.append(parent)
    from_the_end.reverse()
    return from_the_end


def backward(root):
    """Collect the gradients in a table first, write them into the nodes at the end."""
    table = defaultdict(float)
    table[id(root)] = 1.0
    order = topological_order(root)
    for node in reversed(order):
        for parent, slope in dict(zip(node.parents, node.local_grads)).items():
            table[id(parent)] += table[id(node)] * slope
    for node in order:
        node.grad = table[id(node)]


def neuron_gradients(w, b, x, y):
    ws = tuple(map(graph.Node, w))
    bias = graph.Node(b)
    z = bias
    for i in range(len(ws)):
        z = z + ws[i] * x[i]
    a = 1 / (exp(-z) + 1)
    # only one of the two terms is there, which one the label says
    loss = -log(a) if y == 1 else -log(1 - a)
    backward(loss)
    return [loss.value, [one.grad for one in ws], bias.grad]
