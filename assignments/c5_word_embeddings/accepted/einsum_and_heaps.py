"""einsum for products; heapq and min for the order."""

import heapq

import numpy as np


def product(x, y):
    return np.einsum("i,i->", x, y)


def cosine_similarity(u, v):
    squares = product(u, u) * product(v, v)
    return 0.0 if squares == 0 else product(u, v) / np.sqrt(squares)


def nearest_neighbours(word, embeddings, k=3):
    e = embeddings[word]
    ranked = (
        (-cosine_similarity(vector, e), other)
        for other, vector in embeddings.items()
        if other != word
    )
    return [other for _, other in heapq.nsmallest(k, ranked)]


def complete_analogy(a, b, c, embeddings):
    target = np.einsum("i,id->d", [-1.0, 1.0, 1.0], [embeddings[word] for word in (a, b, c)])
    others = set(embeddings) - {a, b, c}
    return min((-cosine_similarity(embeddings[word], target), word) for word in others)[1]


def bias_axis(pairs, embeddings):
    ends = np.array([[embeddings[p], embeddings[q]] for p, q in pairs])
    return np.einsum("npd,p->d", ends, [1, -1]) / len(pairs)


def neutralize(e, g):
    return np.einsum("ij,j->i", np.eye(len(g)) - np.einsum("i,j->ij", g, g) / product(g, g), e)


def equalize(e1, e2, g):
    nu = neutralize(0.5 * e1 + 0.5 * e2, g)
    u = g * product(g, g) ** -0.5
    r = np.maximum(0, 1 - product(nu, nu)) ** 0.5
    high, low = nu + r * u, nu - r * u
    return (low, high) if product(e2 - e1, u) > 0 else (high, low)


def sentence_vector(words, embeddings):
    known = [embeddings[word] for word in words if word in embeddings]
    some = next(iter(embeddings.values()))
    known = np.reshape(known, (-1, some.size))
    return np.einsum("nd->d", known) / (len(known) or 1)
