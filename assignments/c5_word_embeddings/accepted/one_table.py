"""The words as one table of unit rows: products with all of them at once, and NumPy's sorting."""

import numpy as np


def normalised(rows):
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1)


def cosine_similarity(u, v):
    return np.clip(normalised(u) @ normalised(v), -1, 1)


def table(embeddings):
    words = np.array(sorted(embeddings))
    return words, normalised(np.array([embeddings[word] for word in words]))


def nearest_neighbours(word, embeddings, k=3):
    words, rows = table(embeddings)
    cosines = rows @ normalised(embeddings[word])
    order = np.argsort(-cosines, kind="stable")
    return list(words[order[words[order] != word]][:k])


def complete_analogy(a, b, c, embeddings):
    words, rows = table(embeddings)
    cosines = rows @ normalised(embeddings[b] - embeddings[a] + embeddings[c])
    cosines[np.isin(words, [a, b, c])] = -np.inf
    return words[np.argmax(cosines)]


def bias_axis(pairs, embeddings):
    first, second = zip(*pairs, strict=True)
    P = np.stack([embeddings[word] for word in first])
    Q = np.stack([embeddings[word] for word in second])
    return P.mean(axis=0) - Q.mean(axis=0)


def neutralize(e, g):
    u = normalised(g)
    return e - np.outer(u, u) @ e


def equalize(e1, e2, g):
    u = normalised(g)
    nu = (np.eye(len(g)) - np.outer(u, u)) @ (e1 + e2) / 2
    r = np.sqrt(np.abs(1 - nu @ nu))
    signs = np.array([1, -1]) if e1 @ g >= e2 @ g else np.array([-1, 1])
    return tuple(nu + r * np.outer(signs, u))


def sentence_vector(words, embeddings):
    names = list(embeddings)
    rows = np.array([embeddings[name] for name in names])
    counts = np.array([list(words).count(name) for name in names])
    return counts @ rows / max(1, counts.sum())
