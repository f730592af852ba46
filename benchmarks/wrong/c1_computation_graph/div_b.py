# exercise: div
from graph import Node, as_node


def div(a, b):
    num, den = as_node(a), as_node(b)
    val = num.value // den.value  # WRONG: // rounds down to a whole number; the quotient needs /.
    # quotient rule
    grad_num = den.value / (den.value * den.value)
    grad_den = num.value / (den.value * den.value)  # WRONG: the minus sign is missing: the derivative by the denominator is -a/b**2.
    return Node(val, (num, den), (grad_num, grad_den))
