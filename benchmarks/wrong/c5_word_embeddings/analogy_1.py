# exercise: complete_analogy
import numpy as np


def complete_analogy(a, b, c, embeddings):
    e_a, e_b, e_c = embeddings[a], embeddings[b], embeddings[c]
    target = e_b - e_a + e_c
    best_word = None
    max_sim = 0  # WRONG: cosines may all be 0 or negative, so the best one so far must begin at minus infinity
    for w in sorted(embeddings.keys()):
        if w in (a, b, c):
            continue
        sim = cosine_similarity(target, embeddings[w])
        if sim > max_sim:
            max_sim = sim
            best_word = w
    return best_word
