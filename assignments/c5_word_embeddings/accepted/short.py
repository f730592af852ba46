"""As short as it goes."""

import numpy as np

n = np.linalg.norm


def cosine_similarity(u, v):
    return u @ v / (n(u) * n(v)) if u.any() and v.any() else 0.0


def best(t, E, out):
    return sorted(set(E) - set(out), key=lambda w: (-cosine_similarity(E[w], t), w))


def nearest_neighbours(word, embeddings, k=3):
    return best(embeddings[word], embeddings, [word])[:k]


def complete_analogy(a, b, c, embeddings):
    A, B, C = map(embeddings.__getitem__, (a, b, c))
    return best(B - A + C, embeddings, (a, b, c))[0]


def bias_axis(pairs, embeddings):
    return np.average([embeddings[p] - embeddings[q] for p, q in pairs], 0)


def neutralize(e, g):
    return e - g * (e @ g / n(g) ** 2)


def equalize(e1, e2, g):
    v = neutralize(e1 + e2, g) / 2
    s = g * np.sqrt(max(1 - v @ v, 0)) / n(g) * (1 - 2 * (e2 @ g > e1 @ g))
    return v + s, v - s


def sentence_vector(words, embeddings):
    K = [embeddings[w] for w in words if w in embeddings]
    return sum(K) / len(K) if K else 0.0 * next(iter(embeddings.values()))
