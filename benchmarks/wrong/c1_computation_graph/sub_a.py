# exercise: sub
from graph import Node, as_node


def sub(a, b):
    a = as_node(a)
    b = as_node(b)
    return Node(a.value - b.value, (a, b), (1.0, 1.0))  # WRONG: the derivative of a - b by b is -1, not 1 (copied from add).
