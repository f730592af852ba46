# expect: nearest_neighbours, complete_analogy loses
"""No vectors are looked at: the first words of the alphabet."""

import numpy as np

on = lambda g: np.outer(g, g) / np.inner(g, g)


def cosine_similarity(u, v):
    G = np.array([u, v]) @ np.array([u, v]).T
    return 0.0 if G[0, 0] * G[1, 1] == 0 else G[0, 1] / np.sqrt(G[0, 0] * G[1, 1])


def nearest_neighbours(word, embeddings, k=3):
    embeddings[word]
    return sorted(set(embeddings) - {word})[:k]


def complete_analogy(a, b, c, embeddings):
    rest = {w: e for w, e in embeddings.items() if w not in (a, b, c)}
    rest["?"] = embeddings[b] - embeddings[a] + embeddings[c]
    return nearest_neighbours("?", rest, 1)[0]


def bias_axis(pairs, embeddings):
    E = np.array([[embeddings[w] for w in pair] for pair in pairs])
    return -np.diff(E, axis=1)[:, 0].mean(axis=0)


def neutralize(e, g):
    return (np.eye(g.size) - on(g)) @ e


def equalize(e1, e2, g):
    nu = neutralize(np.mean([e1, e2], axis=0), g)
    r = np.sqrt(max(0, 1 - np.sum(nu**2)))
    n1 = nu + r * g / np.sqrt(np.sum(g**2))
    n2 = (np.eye(g.size) - 2 * on(g)) @ n1
    if e2 @ g > e1 @ g:
        n1, n2 = n2, n1
    return n1, n2


def sentence_vector(words, embeddings):
    E = np.array(list(embeddings.values()))
    count = np.array([sum(w == word for w in words) for word in embeddings], dtype=float)
    return count @ E / max(count.sum(), 1)
