# exercise: cell_highway
import numpy as np


def cell_highway(forget_gates):
    n_a, m, T = forget_gates.shape
    out = np.ones((n_a, m, T + 1))
    # running product over time
    running = np.cumprod(forget_gates, axis=2)  # WRONG: this multiplies from the first gate up to t; wanted is the product from gate t to the last, so the running product must begin at the end.
    out[:, :, 1:] = running  # WRONG: the 1 has to stand at the end (entry T), not at entry 0.
    return out
