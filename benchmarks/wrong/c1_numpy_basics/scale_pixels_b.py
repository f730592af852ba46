# exercise: scale_pixels
import numpy as np


def scale_pixels(X):
    out = X.astype(np.float32)  # WRONG: float32 keeps only 7 digits; the result must be float64.
    out /= 256.0  # WRONG: pixels go from 0 to 255, so the divisor is 255, not 256.
    return out
