# expect: nearest_neighbours loses
"""The word is among its neighbours."""

import numpy as np


def cosine_similarity(u, v):
    length_u = np.sqrt(np.sum(u**2))
    length_v = np.sqrt(np.sum(v**2))
    if length_u == 0 or length_v == 0:
        return 0.0
    return np.sum(u * v) / (length_u * length_v)


def nearest_neighbours(word, embeddings, k=3):
    e = embeddings[word]
    return sorted(embeddings, key=lambda w: (-cosine_similarity(e, embeddings[w]), w))[:k]


def complete_analogy(a, b, c, embeddings):
    e_a, e_b, e_c = embeddings[a], embeddings[b], embeddings[c]
    target = e_b - e_a + e_c
    best_word, best = None, -np.inf
    for word in sorted(embeddings.keys()):
        if word in [a, b, c]:
            continue
        similarity = cosine_similarity(embeddings[word], target)
        if similarity > best:
            best_word, best = word, similarity
    return best_word


def bias_axis(pairs, embeddings):
    g = np.zeros_like(embeddings[pairs[0][0]])
    for p, q in pairs:
        g = g + (embeddings[p] - embeddings[q])
    return g / len(pairs)


def neutralize(e, g):
    along = np.dot(e, g) / np.dot(g, g) * g
    return e - along


def equalize(e1, e2, g):
    mu = (e1 + e2) / 2
    nu = mu - np.dot(mu, g) / np.dot(g, g) * g
    r = np.sqrt(max(1 - np.dot(nu, nu), 0))
    n_plus = nu + r * g / np.linalg.norm(g)
    n_minus = nu - r * g / np.linalg.norm(g)
    if np.dot(e1, g) >= np.dot(e2, g):
        return n_plus, n_minus
    return n_minus, n_plus


def sentence_vector(words, embeddings):
    d = len(list(embeddings.values())[0])
    total = np.zeros(d)
    n = 0
    for w in words:
        if w in embeddings:
            total += embeddings[w]
            n += 1
    if n > 0:
        total /= n
    return total
