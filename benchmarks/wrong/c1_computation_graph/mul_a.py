# exercise: mul
from graph import Node, as_node


def mul(a, b):
    a, b = as_node(a), as_node(b)
    product = a.value * b.value
    da = a.value  # WRONG: the derivative of a*b by a is b, so the two local gradients are swapped.
    db = b.value  # WRONG: the derivative of a*b by b is a, not b (the two are swapped).
    return Node(product, (a, b), (da, db))
