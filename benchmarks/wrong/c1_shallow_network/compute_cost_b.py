# exercise: compute_cost
import numpy as np


def compute_cost(A2, Y):
    # probability that the network gave to the truth
    p = A2
    p[Y == 0] = 1 - p[Y == 0]  # WRONG: p is A2 itself under another name, so this changes the caller's A2; take a copy.
    loss = -np.log(p + 1e-10)
    return loss.sum() / Y.size  # WRONG: the sum is divided by the number of all entries; the mean is over the m examples only.
