"""Other formulas: least squares and angles, a running mean, the pair's parts moved apart."""

import numpy as np


class UnknownWord(KeyError):
    pass


def look_up(word, embeddings):
    if word not in embeddings:
        raise UnknownWord(word)
    return embeddings[word]


def cosine_similarity(u, v):
    if not u.any() or not v.any():
        return np.float64(0)
    u, v = u / np.abs(u).max(), v / np.abs(v).max()
    # ‖u + v‖² − ‖u − v‖² = 4 u·v
    product = (np.sum((u + v) ** 2) - np.sum((u - v) ** 2)) / 4
    return np.asarray(product / (np.sum(u**2) * np.sum(v**2)) ** 0.5)


def angle(u, v):
    cosine = np.dot(u, v) / ((np.linalg.norm(u) * np.linalg.norm(v)) or 1)
    return np.arccos(np.clip(cosine, -1, 1))


def nearest_neighbours(word, embeddings, k=3):
    e = look_up(word, embeddings)
    words = [other for other in sorted(embeddings) if other != word]
    angles = [angle(e, embeddings[other]) for other in words]
    return [words[i] for i in np.lexsort((words, angles))][:k]


def complete_analogy(a, b, c, embeddings):
    target = look_up(c, embeddings) - look_up(a, embeddings) + look_up(b, embeddings)
    angles = {other: angle(v, target) for other, v in embeddings.items() if other not in {a, b, c}}
    return sorted(angles, key=lambda other: (angles[other], other))[0]


def bias_axis(pairs, embeddings):
    axis = 0.0
    for n, (p, q) in enumerate(pairs, start=1):
        axis = axis + (embeddings[p] - embeddings[q] - axis) / n
    return axis


def neutralize(e, g):
    (amount,), *_ = np.linalg.lstsq(g[:, None], e, rcond=None)
    return np.subtract(e, amount * g)


def equalize(e1, e2, g):
    u = g / np.sqrt(g @ g)
    part1, part2 = e1 @ g, e2 @ g
    nu = (neutralize(e1, g) + neutralize(e2, g)) / 2
    length = min(1.0, np.linalg.norm(nu))
    r = np.sqrt((1 - length) * (1 + length))
    order = 1.0 if part1 >= part2 else -1.0
    n1 = nu + order * r * u
    return n1, n1 - 2 * order * r * u


def sentence_vector(words, embeddings):
    mean = np.zeros(next(iter(embeddings.values())).shape)
    known = filter(lambda v: v is not None, map(embeddings.get, words))
    for n, vector in enumerate(known, 1):
        mean += (vector - mean) / n
    return mean
