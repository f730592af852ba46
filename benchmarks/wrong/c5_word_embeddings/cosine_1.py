# exercise: cosine_similarity
import numpy as np


def cosine_similarity(u, v):
    dot = np.dot(u, v)
    norm_u = np.sqrt(np.sum(u * u))
    norm_v = np.sqrt(np.sum(v * v))
    # avoid dividing by zero
    cos = dot / (norm_u * norm_v + 1e-8)  # WRONG: a small number in the divisor changes the cosine, and makes it about 0 for very short vectors; test for zeros instead
    return float(cos)
