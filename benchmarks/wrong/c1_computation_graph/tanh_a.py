# exercise: tanh
import math

from graph import Node, as_node


def tanh(a):
    a = as_node(a)
    ep = math.exp(a.value)
    em = math.exp(-a.value)
    t = (ep - em) / (ep + em)
    return Node(t, (a,), (1 - a.value ** 2,))  # WRONG: the slope is 1 - t**2 with t = tanh(a), but the input a is squared here.
