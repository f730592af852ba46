# exercise: noise_distribution
import numpy as np


def noise_distribution(counts, power=0.75):
    c = np.array(counts)  # WRONG: whole numbers of 64 bits overflow at a power such as 3; make float64 of the counts first
    c_pow = c ** power  # WRONG: for power 0 a count of 0 becomes 0**0 = 1, but a word that never occurs must keep probability 0
    return c_pow / np.sum(c_pow)
