# exercise: complete_analogy
import numpy as np


def complete_analogy(a, b, c, embeddings):
    for w in [a, b, c]:
        if w not in embeddings:
            raise ValueError("unknown word " + w)

    step = embeddings[b] - embeddings[a]
    max_cosine_sim = -100
    best_word = None
    for w in sorted(embeddings):
        if w == a or w == b or w == c:
            continue
        # compare the relation a -> b with the relation c -> w
        cosine_sim = cosine_similarity(step, embeddings[w] - embeddings[c])  # WRONG: compares the steps; the vector of w itself is to be compared with the target e_b - e_a + e_c
        if cosine_sim > max_cosine_sim:
            max_cosine_sim = cosine_sim
            best_word = w
    return best_word
