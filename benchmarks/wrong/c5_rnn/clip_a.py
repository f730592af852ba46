# exercise: clip_gradients
import numpy as np


def clip_gradients(gradients, max_value):
    if max_value <= 0:
        raise ValueError("max_value has to be positive")
    clipped = {}
    for key, g in gradients.items():
        if np.max(np.abs(g)) > max_value:
            clipped[key] = np.minimum(np.maximum(g, -max_value), max_value)
        else:
            # nothing to do
            clipped[key] = g  # WRONG: hands back the very array that came in; the result must be a new array that shares no memory, also where nothing is clipped.
    return clipped
