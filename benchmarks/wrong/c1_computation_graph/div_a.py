# exercise: div
from graph import Node, as_node


def div(a, b):
    x = as_node(a)
    y = as_node(b)
    q = x.value / y.value
    dx = 1 / y.value
    dy = -x.value / y.value  # WRONG: the derivative of x/y by y is -x / y**2; the square is missing.
    return Node(q, (x, y), (dx, dy))
