# exercise: gradient_check
import numpy as np


def gradient_check(f, grad_f, theta, epsilon=1e-6, threshold=1e-6):
    analytic = grad_f(theta)
    numeric = numeric_gradient(f, theta, epsilon)
    diff = relative_difference(analytic, numeric)
    ok = True
    if diff > threshold:  # WRONG: a comparison with NaN is False, so a gradient with NaN passes as ok; test diff <= threshold for ok.
        ok = False
    return {"ok": ok, "difference": diff}
