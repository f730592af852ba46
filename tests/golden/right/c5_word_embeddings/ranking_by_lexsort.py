"""Word vectors, with a class that holds the dictionary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass
class Ranking:
    """Words by their cosine with a target."""

    words: np.ndarray
    cosines: np.ndarray

    @classmethod
    def of(cls, target, embeddings, without):
        words = [w for w in embeddings if w not in without]
        return cls(np.array(words), np.array([cosine_similarity(target, embeddings[w]) for w in words]))

    def order(self):
        return np.lexsort((self.words, -self.cosines)) if len(self.words) else []


class UnknownWord(KeyError):
    pass


def _look_up(word, embeddings):
    try:
        return embeddings[word]
    except KeyError:
        raise UnknownWord(word) from None


def cosine_similarity(u: np.ndarray, v: np.ndarray) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = (u / np.linalg.norm(u)) @ (v / np.linalg.norm(v))
    return float(np.nan_to_num(cosine))


def nearest_neighbours(word: str, embeddings: Mapping[str, np.ndarray], k: int = 3) -> list[str]:
    ranking = Ranking.of(_look_up(word, embeddings), embeddings, {word})
    return tuple(ranking.words[i] for i in ranking.order()[:k])


def complete_analogy(a: str, b: str, c: str, embeddings: Mapping[str, np.ndarray]) -> str:
    ea, eb, ec = (_look_up(w, embeddings) for w in (a, b, c))
    ranking = Ranking.of(ec + (eb - ea), embeddings, {a, b, c})
    return ranking.words[ranking.order()[0]]


def bias_axis(pairs: Sequence[tuple[str, str]], embeddings: Mapping[str, np.ndarray]) -> np.ndarray:
    steps = np.array([np.subtract(embeddings[p], embeddings[q]) for p, q in pairs])
    return np.average(steps, axis=0)


class Axis:
    def __init__(self, g):
        self.unit = g / np.linalg.norm(g)

    def part(self, e):
        return self.unit @ e

    def across(self, e):
        return e - self.part(e) * self.unit


def neutralize(e: np.ndarray, g: np.ndarray) -> np.ndarray:
    return Axis(g).across(e)


def equalize(e1: np.ndarray, e2: np.ndarray, g: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    axis = Axis(g)
    nu = (axis.across(e1) + axis.across(e2)) / 2
    r = max(0.0, 1.0 - np.linalg.norm(nu) ** 2) ** 0.5
    plus, minus = nu + r * axis.unit, nu - r * axis.unit
    return [minus, plus] if axis.part(e2) > axis.part(e1) else [plus, minus]


def sentence_vector(words: Sequence[str], embeddings: Mapping[str, np.ndarray]) -> np.ndarray:
    known = [embeddings[w] for w in words if w in embeddings]
    if known:
        return np.mean(known, axis=0)
    return np.zeros_like(next(iter(embeddings.values())))
