# exercise: log
import numpy as np

from graph import Node, as_node


def log(a):
    a = as_node(a)
    if a.value < 0:  # WRONG: a = 0 must raise ValueError too, so the test must be <= 0 (np.log(0) only gives -inf).
        raise ValueError("log needs a positive number")
    v = float(np.log(a.value))
    return Node(v, (a,), (np.divide(1.0, v),))  # WRONG: the slope is 1 over the argument a, but v is the logarithm already.
