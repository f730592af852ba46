"""Word vectors, with lists, comprehensions and sorted."""

from collections import Counter
from collections.abc import Mapping, Sequence
import heapq

import math

import numpy as np


def cosine_similarity(u: np.ndarray, v: np.ndarray) -> float:
    u, v = u.tolist(), v.tolist()
    if not any(u) or not any(v):
        return 0.0
    return sum(x * y for x, y in zip(u, v)) / math.hypot(*u) / math.hypot(*v)


def nearest_neighbours(word: str, embeddings: Mapping[str, np.ndarray], k: int = 3) -> list[str]:
    e = embeddings[word]
    others = sorted(w for w in embeddings.keys() if w != word)
    return heapq.nlargest(k, others, key=lambda w: round(cosine_similarity(e, embeddings[w]), 8))


def complete_analogy(a: str, b: str, c: str, embeddings: Mapping[str, np.ndarray]) -> str:
    target = np.array([y - x + z for x, y, z in zip(embeddings[a], embeddings[b], embeddings[c])])
    rest = [w for w in embeddings if w not in [a, b, c]]
    return min(rest, key=lambda w: (math.acos(max(-1, min(1, cosine_similarity(embeddings[w], target)))), w))


def bias_axis(pairs: Sequence[tuple[str, str]], embeddings: Mapping[str, np.ndarray]) -> np.ndarray:
    return sum((embeddings[p] - embeddings[q]) / len(pairs) for p, q in pairs)


def neutralize(e: np.ndarray, g: np.ndarray) -> np.ndarray:
    share = np.linalg.lstsq(g[:, None], e, rcond=None)[0][0]
    return e - share * g


def equalize(e1: np.ndarray, e2: np.ndarray, g: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    nu = neutralize(0.5 * e1 + 0.5 * e2, g)
    r = math.sqrt(max(0, 1 - math.fsum(x * x for x in nu)))
    scale = r / math.hypot(*g)
    if cosine_similarity(e1, g) < cosine_similarity(e2, g):
        scale = -scale
    return tuple(np.array([n + s * scale * x for n, x in zip(nu, g)]) for s in (1, -1))


def sentence_vector(words: Sequence[str], embeddings: Mapping[str, np.ndarray]) -> np.ndarray:
    counts = Counter(w for w in words if w in embeddings)
    d = len(list(embeddings.values())[0])
    if not counts:
        return np.array([0.0] * d)
    total = sum(counts.values())
    return np.array([sum(n * embeddings[w][i] for w, n in counts.items()) / total for i in range(d)])
