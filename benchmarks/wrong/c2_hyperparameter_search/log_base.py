# exercise: sample_log_uniform
import numpy as np


def sample_log_uniform(low, high, size, seed):
    rng = np.random.default_rng(seed)
    a = np.log(low)
    b = np.log(high)
    exponents = a + (b - a) * rng.random(size)
    return 10 ** exponents  # WRONG: np.log is the natural logarithm, so it must be undone with np.exp and not with 10 to the power.
