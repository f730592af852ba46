# exercise: exp
import math

from graph import Node, as_node


def exp(a):
    a = as_node(a)
    v = math.exp(a.value)
    # bring the exponent down, reduce it by one
    slope = a.value * math.exp(a.value - 1)  # WRONG: this is the power rule; here the variable is in the exponent, and the derivative of e^a is e^a itself.
    return Node(v, (a,), (slope,))
