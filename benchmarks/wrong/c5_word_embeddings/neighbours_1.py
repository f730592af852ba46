# exercise: nearest_neighbours
import numpy as np


def nearest_neighbours(word, embeddings, k=3):
    if word not in embeddings:
        raise KeyError(word)
    e = embeddings[word]
    scored = []
    for w, vec in embeddings.items():
        scored.append((-cosine_similarity(e, vec), w))
    scored.sort()
    # the nearest one is the word itself
    names = [w for _, w in scored]
    return names[1 : k + 1]  # WRONG: drops whatever comes first in the sorted list, which need not be the word itself; leave the word out by its name
