# exercise: sample_beta
import numpy as np


def sample_beta(low, high, size, seed):
    # more values near the upper end: mirror the log uniform draws
    r = sample_log_uniform(low, high, size, seed)  # WRONG: it is 1 - beta that must be log-uniform, from 1 - high to 1 - low, and not beta (which may even be 0).
    return low + high - r
