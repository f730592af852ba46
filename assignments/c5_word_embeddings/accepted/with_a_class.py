# A vector that knows its length, and a dictionary that knows its words.

from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass
class Vector:
    entries: np.ndarray

    @cached_property
    def length(self) -> float:
        return float(np.sqrt(np.sum(np.square(self.entries))))

    @property
    def unit(self) -> np.ndarray:
        return self.entries / self.length

    def cosine(self, other: "Vector") -> float:
        if not self.length or not other.length:
            return 0.0
        return float(np.inner(self.unit, other.unit))

    def part_along(self, other: "Vector") -> np.ndarray:
        return np.inner(self.entries, other.unit) * other.unit


class Words:
    def __init__(self, embeddings):
        self.vectors = {word: Vector(entries) for word, entries in embeddings.items()}

    def ranked(self, target, without):
        """Words from the best to the worst; a second, stable sort keeps the alphabet within."""
        words = sorted(word for word in self.vectors if word not in without)
        words.sort(key=lambda word: self.vectors[word].cosine(target), reverse=True)
        return words

    def entries(self, word):
        return self.vectors[word].entries


def cosine_similarity(u, v):
    return Vector(u).cosine(Vector(v))


def nearest_neighbours(word, embeddings, k=3):
    words = Words(embeddings)
    return words.ranked(words.vectors[word], {word})[0:k]


def complete_analogy(a, b, c, embeddings):
    words = Words(embeddings)
    target = words.entries(c) + (words.entries(b) - words.entries(a))
    return words.ranked(Vector(target), {a, b, c})[0]


def bias_axis(pairs, embeddings):
    words = Words(embeddings)
    return sum(words.entries(p) - words.entries(q) for p, q in pairs) / len(pairs)


def neutralize(e, g):
    return e - Vector(e).part_along(Vector(g))


def equalize(e1, e2, g):
    axis, mean = Vector(g), Vector((e1 + e2) / 2)
    common = Vector(mean.entries - mean.part_along(axis))
    r = np.sqrt(np.clip(1 - common.length**2, 0, None))
    sign = 1 if np.inner(e1 - e2, g) >= 0 else -1
    return common.entries + sign * r * axis.unit, common.entries - sign * r * axis.unit


def sentence_vector(words, embeddings):
    total, count = 0 * next(iter(embeddings.values())), 0
    for word in words:
        vector = embeddings.get(word)
        if vector is not None:
            total, count = total + vector, count + 1
    return total / count if count else total
