# exercise: gradient_check
import numpy as np


def gradient_check(f, grad_f, theta, epsilon=1e-6, threshold=1e-6):
    claimed = np.array(grad_f(theta))
    approx = numeric_gradient(f, theta, threshold)  # WRONG: the step of the numeric gradient is epsilon, here threshold is passed.
    difference = np.linalg.norm(claimed - approx)  # WRONG: this is the absolute distance; the relative difference must be judged.
    return {"ok": bool(difference <= threshold), "difference": difference}
