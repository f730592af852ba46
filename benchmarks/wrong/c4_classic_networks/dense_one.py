# exercise: dense_equivalent
import numpy as np


def dense_equivalent(shape, layer):
    out_shape = layer_output_shape(shape, layer)
    n_inputs = np.prod(shape)  # WRONG: np.prod gives an int64, so the products below wrap around beyond 2**63; Python's ints (math.prod) are needed for the exact number.
    n_outputs = np.prod(out_shape)  # WRONG: int64 here too; the final product overflows for large volumes.
    return int((n_inputs + 1) * n_outputs)
