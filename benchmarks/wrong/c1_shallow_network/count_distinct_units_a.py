# exercise: count_distinct_units
import numpy as np


def count_distinct_units(parameters, tol=1e-8):
    units = np.hstack([parameters["W1"], parameters["b1"], parameters["W2"].T])
    kept = []
    for u in units:
        # is it new?
        if not any(np.allclose(u, k, atol=tol) for k in kept):  # WRONG: allclose also allows a relative difference (rtol=1e-5), so large numbers that differ by more than tol count as equal; set rtol=0.
            kept.append(u)
    return len(kept)
