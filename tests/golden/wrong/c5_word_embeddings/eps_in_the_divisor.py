# expect: cosine_similarity loses
"""A small number in the divisor, against division by zero."""

from typing import Dict, List, Sequence, Tuple

import numpy as np

Embeddings = Dict[str, np.ndarray]


class UnknownWord(ValueError):
    """A word without a vector."""


def vector_of(word: str, embeddings: Embeddings) -> np.ndarray:
    if not isinstance(word, str):
        raise TypeError("a word is a string")
    try:
        vector = embeddings[word]
    except KeyError:
        raise UnknownWord(f"{word!r} has no vector") from None
    if vector.ndim != 1:
        raise ValueError(f"the vector of {word!r} has shape {vector.shape}")
    return vector.copy()


def cosine_similarity(u: np.ndarray, v: np.ndarray) -> float:
    return float(u @ v / (np.linalg.norm(u) * np.linalg.norm(v) + 1e-9))


def nearest_neighbours(word: str, embeddings: Embeddings, k: int = 3) -> List[str]:
    if k < 1:
        raise ValueError("k is at least 1")
    mine = vector_of(word, embeddings)
    found: List[Tuple[float, str]] = []
    for other in embeddings:
        if other != word:
            found.append((cosine_similarity(mine, vector_of(other, embeddings)), other))
    found = sorted(found, key=lambda pair: pair[1])
    found = sorted(found, key=lambda pair: pair[0], reverse=True)
    return [other for _, other in found[: min(k, len(found))]]


def complete_analogy(a: str, b: str, c: str, embeddings: Embeddings) -> str:
    target = vector_of(b, embeddings)
    target -= vector_of(a, embeddings)
    target += vector_of(c, embeddings)
    asked = {a, b, c}
    answer = ""
    best = float("-inf")
    for word in embeddings:
        if word in asked:
            continue
        cosine = cosine_similarity(target, vector_of(word, embeddings))
        better = cosine > best
        earlier = cosine == best and word < answer
        if better or earlier:
            answer, best = word, cosine
    return answer


def bias_axis(pairs: Sequence[Tuple[str, str]], embeddings: Embeddings) -> np.ndarray:
    if len(pairs) == 0:
        raise ValueError("no pairs")
    differences = [vector_of(p, embeddings) - vector_of(q, embeddings) for p, q in pairs]
    return np.stack(differences, axis=1).mean(axis=1)


def neutralize(e: np.ndarray, g: np.ndarray) -> np.ndarray:
    squared = float(np.sum(g * g))
    if squared == 0:
        raise ValueError("an axis has a direction")
    left = e.copy()
    left -= (float(np.sum(e * g)) / squared) * g
    return left


def equalize(e1: np.ndarray, e2: np.ndarray, g: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    for e in (e1, e2):
        if abs(np.linalg.norm(e) - 1) > 1e-6:
            raise ValueError("unit vectors, please")
    common = neutralize(0.5 * (e1 + e2), g)
    squared = min(float(common @ common), 1.0)
    axis = np.sqrt(1.0 - squared) * (g / np.sqrt(g @ g))
    first_has_more = float((e1 - e2) @ g) >= 0
    return (common + axis, common - axis) if first_has_more else (common - axis, common + axis)


def sentence_vector(words: Sequence[str], embeddings: Embeddings) -> np.ndarray:
    known = [vector_of(word, embeddings) for word in words if word in embeddings]
    if known:
        return np.sum(known, axis=0) / len(known)
    anyone = next(iter(embeddings))
    return np.zeros(vector_of(anyone, embeddings).shape)
