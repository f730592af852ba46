# exercise: relu
from graph import Node, as_node


def relu(a):
    a = as_node(a)
    if a.value > 0:
        out = Node(a.value, (a,), (a.value,))  # WRONG: the local gradient of relu on the positive side is 1, not the value itself.
    else:
        out = Node(0, (a,), (0,))
    return out
