# exercise: power
from graph import Node, as_node


def power(a, k):
    a = as_node(a)
    if k == 0:
        return Node(1.0, (a,), (0.0,))
    value = a.value ** k
    slope = k * value / a.value  # WRONG: k*a^k/a divides by zero at a = 0, where the slopes for k = 1, 2, 3 must come out as 1, 0, 0; write k * a**(k-1).
    return Node(value, (a,), (slope,))
