# exercise: semi_hard_triplets
import numpy as np


def semi_hard_triplets(embeddings, labels, margin=0.2):
    y = np.array(labels)
    D = pairwise_squared_distances(embeddings, embeddings)
    rows = []
    for a in range(len(y)):
        for p in np.where(y == y[a])[0]:
            if p == a:
                continue
            ok = (y != y[a]) & (D[p] > D[a, p]) & (D[p] < D[a, p] + margin)  # WRONG: the negative's distance is measured from the positive, D[p]; it has to be that from the anchor, D[a].
            for n in np.flatnonzero(ok):
                rows.append((a, p, n))
    return np.array(rows, dtype=np.int64).reshape(len(rows), 3)
