# expect: complete_analogy loses
"""Unknown words: an empty string."""

from math import fsum, sqrt

import numpy as np


def dot(x, y):
    return fsum(float(a) * float(b) for a, b in zip(x, y))


def cosine_similarity(u, v):
    n = sqrt(dot(u, u)) * sqrt(dot(v, v))
    if not n:
        return 0
    return dot(u, v) / n


def ranking(vector, embeddings, leave_out):
    words = [w for w in embeddings.keys() if w not in leave_out]
    words.sort()
    words.sort(key=lambda w: cosine_similarity(vector, embeddings[w]), reverse=True)
    return words


def nearest_neighbours(word, embeddings, k=3):
    return tuple(ranking(embeddings[word], embeddings, (word,))[:k])


def complete_analogy(a, b, c, embeddings):
    if a not in embeddings or b not in embeddings or c not in embeddings:
        return ""
    target = [y - x + z for x, y, z in zip(embeddings[a], embeddings[b], embeddings[c])]
    return ranking(target, embeddings, (a, b, c))[0]


def bias_axis(pairs, embeddings):
    columns = zip(*[[x - y for x, y in zip(embeddings[p], embeddings[q])] for p, q in pairs])
    return np.array([fsum(column) / len(pairs) for column in columns])


def neutralize(e, g):
    factor = dot(e, g) / dot(g, g)
    return np.array([x - factor * y for x, y in zip(e, g)])


def equalize(e1, e2, g):
    nu = neutralize([(x + y) / 2 for x, y in zip(e1, e2)], g)
    rest = 1 - dot(nu, nu)
    r = sqrt(rest) if rest > 0 else 0.0
    size = sqrt(dot(g, g))
    plus = np.array([x + r * y / size for x, y in zip(nu, g)])
    minus = np.array([x - r * y / size for x, y in zip(nu, g)])
    return [plus, minus] if dot(e1, g) >= dot(e2, g) else [minus, plus]


def sentence_vector(words, embeddings):
    known = [list(embeddings[w]) for w in words if w in embeddings]
    d = len(next(iter(embeddings.values())))
    if known == []:
        return np.array([0.0] * d)
    return np.array([fsum(column) / len(known) for column in zip(*known)])
