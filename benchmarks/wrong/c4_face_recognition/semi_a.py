# exercise: semi_hard_triplets
import numpy as np


def semi_hard_triplets(embeddings, labels, margin=0.2):
    D = pairwise_squared_distances(embeddings, embeddings)
    m = len(labels)
    found = []
    for a in range(m):
        for p in range(a + 1, m):  # WRONG: p must run over all rows; with p > a only, the triplets (p, a, n) of each pair are lost.
            if labels[a] != labels[p]:
                continue
            for n in range(m):
                if labels[n] != labels[a] and D[a, p] < D[a, n] < D[a, p] + margin:
                    found.append([a, p, n])
    if len(found) == 0:
        return np.zeros((0, 3), dtype=int)
    return np.array(found)
