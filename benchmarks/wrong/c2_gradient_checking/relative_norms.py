# exercise: relative_difference
import numpy as np


def length(a):
    total = 0.0
    for value in np.ravel(a):
        total += value ** 2
    return total  # WRONG: the root of the sum of squares is missing.


def relative_difference(grad, gradapprox):
    top = length(grad - gradapprox)
    bottom = length(grad) + length(gradapprox)
    return top / (bottom + 1e-8)  # WRONG: nothing may be added below the line (small gradients come out wrong); zero must be a case of its own.
