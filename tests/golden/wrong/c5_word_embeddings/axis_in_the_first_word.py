# expect: bias_axis loses
"""Sums up in an array of the dictionary."""

import itertools

import numpy as np


class Dictionary:
    def __init__(self, embeddings):
        self.embeddings = embeddings

    def __getitem__(self, word):
        return self.embeddings[word]

    def best(self, target):
        """All words, the nearest first: groups of one cosine, sorted within."""
        cosines = {w: cosine_similarity(e, target) for w, e in self.embeddings.items()}
        falling = sorted(cosines, key=cosines.get, reverse=True)
        for _, group in itertools.groupby(falling, key=cosines.get):
            yield from sorted(group)

    @property
    def zero(self):
        for e in self.embeddings.values():
            return e * 0


def cosine_similarity(u, v):
    square = (u @ u) * (v @ v)
    if square == 0:
        return 0.0
    return u @ v / square**0.5


def nearest_neighbours(word, embeddings, k=3):
    words = Dictionary(embeddings)
    others = (w for w in words.best(words[word]) if w != word)
    return list(itertools.islice(others, k))


def complete_analogy(a, b, c, embeddings):
    words = Dictionary(embeddings)
    target = words[b] + words[c] - words[a]
    return next(w for w in words.best(target) if w not in (a, b, c))


def bias_axis(pairs, embeddings):
    g = embeddings[pairs[0][0]]
    g -= embeddings[pairs[0][1]]
    for p, q in pairs[1:]:
        g += embeddings[p] - embeddings[q]
    return g / len(pairs)


def neutralize(e, g):
    out = np.empty(len(e))
    np.multiply(g, -(e @ g) / (g @ g), out=out)
    out += e
    return out


def equalize(e1, e2, g):
    nu = neutralize(e1 / 2 + e2 / 2, g)
    step = np.sqrt(max(0.0, 1 - nu @ nu)) / np.sqrt(g @ g) * g
    n = [nu + step, nu - step]
    return tuple(n if (e1 @ g) >= (e2 @ g) else n[::-1])


def sentence_vector(words, embeddings):
    known = [w for w in words if w in embeddings]
    return sum((embeddings[w] for w in known), Dictionary(embeddings).zero) / max(1, len(known))
