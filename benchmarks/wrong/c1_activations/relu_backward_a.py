# exercise: relu_backward
import numpy as np


def relu_backward(dA, Z):
    dZ = np.asarray(dA)  # WRONG: this is no copy: dZ is the same array as dA, so the zeros below are written into the caller's dA (np.array(dA) copies).
    # the gradient is stopped where the unit was off
    dZ[Z < 0] = 0  # WRONG: at Z == 0 the slope counts as 0 here, so the condition must be Z <= 0.
    return dZ
