# exercise: measure_ceilings
import numpy as np


def measure_ceilings(correct):
    table = np.array(correct, dtype=float)
    return list(table.mean(axis=0))  # WRONG: rows are configurations and columns examples, so the mean of each row is axis=1.
