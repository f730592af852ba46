# exercise: initialize_velocity
import numpy as np


def initialize_velocity(parameters):
    v = {}
    for name, value in parameters.items():
        v["d" + name] = np.zeros_like(value)  # WRONG: zeros_like takes over the dtype, so whole-number parameters get integer zeros; they must be float64.
    return v
