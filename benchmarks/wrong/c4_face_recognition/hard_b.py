# exercise: hardest_triplets
import numpy as np


def hardest_triplets(embeddings, labels):
    dist = pairwise_squared_distances(embeddings, embeddings)
    m = len(labels)
    triplets = []
    for i in range(m):
        far, far_d = None, -1.0
        near, near_d = None, np.inf
        for j in range(m):
            if j == i:
                continue
            if labels[j] == labels[i]:
                if dist[i, j] >= far_d:  # WRONG: with >= the last one of equal distances wins; the lowest row number counts, so it must be >.
                    far, far_d = j, dist[i, j]
            elif dist[i, j] < near_d:
                near, near_d = j, dist[i, j]
        if far is not None and near is not None:
            triplets.append((i, far, near))
    return np.array(triplets)  # WRONG: without triplets this has the shape (0,) and holds floats; it must be (0, 3) of integers.
