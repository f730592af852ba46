# exercise: crossover_size
import numpy as np


def crossover_size(sizes, err_pipeline, err_end_to_end):
    ok = np.array(err_end_to_end) <= np.array(err_pipeline)
    bad = np.where(~ok)[0]
    if bad.size == 0:
        return sizes[0]
    last_bad = bad[-1]
    if last_bad == len(sizes) - 1:
        return None
    return last_bad + 1  # WRONG: this is the place; the size itself, sizes[last_bad + 1], is asked for.
