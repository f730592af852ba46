# exercise: clip_by_global_norm
import numpy as np


def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError("max_norm must be > 0")
    squares = 0.0
    for g in gradients.values():
        squares += np.sum(g ** 2)
    norm = np.sqrt(squares)
    clipped = {}
    for name in gradients:
        g = gradients[name]
        length = np.sqrt(np.sum(g ** 2))  # WRONG: each array is measured and shortened by its own length; the length that counts is the norm of all arrays together.
        if length > max_norm:
            clipped[name] = g * (max_norm / length)
        else:
            clipped[name] = np.array(g)
    return clipped, norm
