# exercise: relative_difference
import numpy as np


def relative_difference(grad, gradapprox):
    num = np.abs(grad - gradapprox)
    den = np.abs(grad) + np.abs(gradapprox)
    ratio = np.zeros(np.shape(grad))
    ratio[den > 0] = num[den > 0] / den[den > 0]
    return float(np.mean(ratio))  # WRONG: this is the mean of the relative differences of the entries; the norms of the whole arrays must be taken first and divided then.
