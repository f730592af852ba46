# exercise: nearest_neighbours
import numpy as np


def nearest_neighbours(word, embeddings, k=3):
    target = embeddings[word]
    sims = {}
    for other in embeddings:
        if np.array_equal(embeddings[other], target):  # WRONG: leaves out every word with the same vector, not only the word of that name
            continue
        sims[other] = cosine_similarity(target, embeddings[other])
    order = sorted(sims, key=lambda w: (sims[w], w), reverse=True)  # WRONG: reverse turns the alphabet around too, so words of equal cosine come from z to a
    result = []
    for i in range(min(k, len(order))):
        result.append(order[i])
    return result
