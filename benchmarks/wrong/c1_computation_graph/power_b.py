# exercise: power
from graph import Node, as_node


def power(a, k):
    a = as_node(a)
    # multiply k times
    result = 1.0
    for _ in range(int(k)):  # WRONG: a loop of int(k) multiplications is right only for whole k >= 0: fractions are cut off and negative exponents give 1.
        result = result * a.value
    if k == 0:
        slope = 0.0
    else:
        slope = a.value ** (k - 1)  # WRONG: the factor k is missing from the slope k * a**(k-1).
    return Node(result, (a,), (slope,))
