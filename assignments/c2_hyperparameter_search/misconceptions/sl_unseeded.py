import numpy as np

# What is not seeded goes on from call to call; here so that it can be repeated.
CALLS = []


def sample_log_uniform(low, high, size, seed):
    CALLS.append(seed)
    rng = np.random.default_rng(10**6 + len(CALLS))
    return np.exp(rng.uniform(np.log(low), np.log(high), size=size))
