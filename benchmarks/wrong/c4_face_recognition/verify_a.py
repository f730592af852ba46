# exercise: verify
import numpy as np


def verify(embedding, reference, threshold):
    dist = np.mean((embedding - reference) ** 2)  # WRONG: the distance is the sum of the squared differences, not their mean.
    if dist < threshold:  # WRONG: a distance equal to the threshold is still the same person: <=.
        same = True
    else:
        same = False
    return dist, same
