# exercise: leaky_relu
import numpy as np


def leaky_relu(z, alpha=0.01):
    z = np.asarray(z, dtype=float)
    return np.maximum(0, z) + alpha * z  # WRONG: alpha * z is added on the positive side as well, where the result must be z alone; only the negative part may be scaled (alpha * np.minimum(0, z)).
