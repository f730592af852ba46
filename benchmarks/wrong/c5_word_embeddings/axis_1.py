# exercise: bias_axis
import numpy as np


def bias_axis(pairs, embeddings):
    g = None
    for p, q in pairs:
        diff = embeddings[p] - embeddings[q]
        if g is None:
            g = diff
        else:
            g = (g + diff) / 2  # WRONG: averaging the running result with each new difference gives the last pairs more weight; sum all and divide by their number
    return g
