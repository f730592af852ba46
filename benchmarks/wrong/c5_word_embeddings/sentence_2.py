# exercise: sentence_vector
import numpy as np


def sentence_vector(words, embeddings):
    known = list(set(w for w in words if w in embeddings))  # WRONG: the set throws repeated words away, but a word that occurs twice counts twice
    if len(known) == 0:
        d = len(next(iter(embeddings.values())))
        return np.zeros(d)
    total = embeddings[known[0]]  # WRONG: not a copy, so the += below changes the vector in the dictionary
    for w in known[1:]:
        total += embeddings[w]
    return total / len(known)
