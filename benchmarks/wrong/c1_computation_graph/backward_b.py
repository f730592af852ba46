# exercise: backward
from graph import Node


def backward(root):
    nodes = topological_order(root)
    root.grad = 1.0  # WRONG: the other nodes' grads are never set back to 0 before the pass, so old gradients (a second call, say) are added on top.
    i = len(nodes) - 1
    while i >= 0:
        n = nodes[i]
        for p in set(n.parents):  # WRONG: a set holds a repeated parent only once, so for mul(x, x) one of the two ways is lost.
            j = n.parents.index(p)
            p.grad += n.grad * n.local_grads[j]
        i -= 1
