# exercise: hardest_triplets
import numpy as np


def hardest_triplets(embeddings, labels):
    labels = np.asarray(labels)
    D = pairwise_squared_distances(embeddings, embeddings)
    out = []
    for a in range(len(labels)):
        same = labels == labels[a]
        same[a] = False
        other = labels != labels[a]
        if not same.any() or not other.any():
            continue
        p = np.argmax(np.where(same, D[a], 0))  # WRONG: the rows that are no positives count as 0; if the only positive lies exactly on the anchor, argmax takes row 0, whoever that is. They must be filled with -1 or -inf.
        n = np.argmin(np.where(other, D[a], np.inf))
        out.append([a, p, n])
    return np.array(out, dtype=int).reshape(-1, 3)
