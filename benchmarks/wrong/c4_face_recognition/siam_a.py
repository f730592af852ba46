# exercise: siamese_probability
import numpy as np


def siamese_probability(e1, e2, w, b):
    scores = []
    for f, g in zip(e1, e2):
        scores.append(np.sum(w * np.abs(f - g) + b))  # WRONG: the bias stands inside the sum and is counted d times; it is added once, after the sum.
    z = np.array(scores)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + small), small / (1 + small))
