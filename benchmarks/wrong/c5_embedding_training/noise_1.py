# exercise: noise_distribution
import numpy as np


def noise_distribution(counts, power=0.75):
    counts = np.array(counts, dtype=np.float64)
    freq = counts / counts.sum()
    # words with count 0 stay 0
    q = np.zeros_like(freq)
    for w in range(len(freq)):
        if counts[w] > 0:
            q[w] = freq[w] ** power  # WRONG: the power is taken after the division and nothing is divided by the sum of the powers, so q does not sum to 1
    return q
