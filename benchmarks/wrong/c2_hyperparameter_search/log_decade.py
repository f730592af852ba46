# exercise: sample_log_uniform
import numpy as np


def sample_log_uniform(low, high, size, seed):
    np.random.seed(seed)
    first = int(np.floor(np.log10(low)))
    last = int(np.ceil(np.log10(high)))
    draws = []
    while len(draws) < size:
        decade = np.random.randint(first, max(last, first + 1))
        value = np.random.uniform(10.0 ** decade, 10.0 ** (decade + 1))  # WRONG: picking a decade and drawing evenly in it is not log-uniform; the logarithm itself must be uniform.
        value = min(max(value, low), high)
        draws.append(value)
    return np.array(draws)
