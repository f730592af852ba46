# expect: complete_analogy loses
"""best = -1 before the loop, and only what is larger is taken."""

from collections.abc import Mapping, Sequence
import math

import numpy as np


def cosine_similarity(u: np.ndarray, v: np.ndarray) -> float:
    product = 0.0
    length_u = 0.0
    length_v = 0.0
    for i in range(len(u)):
        product += float(u[i]) * float(v[i])
        length_u += float(u[i]) ** 2
        length_v += float(v[i]) ** 2
    if length_u == 0 or length_v == 0:
        return 0
    return product / (math.sqrt(length_u) * math.sqrt(length_v))


def nearest_neighbours(word: str, embeddings: Mapping[str, np.ndarray], k: int = 3) -> list[str]:
    if word not in embeddings:
        raise ValueError("no vector for " + word)
    ranked = []
    for other in embeddings:
        if other == word:
            continue
        cosine = cosine_similarity(embeddings[word], embeddings[other])
        place = 0
        while place < len(ranked) and (
            ranked[place][0] > cosine or (ranked[place][0] == cosine and ranked[place][1] < other)
        ):
            place += 1
        ranked.insert(place, (cosine, other))
    answer = []
    for _, other in ranked[:k]:
        answer.append(other)
    return answer


def complete_analogy(a: str, b: str, c: str, embeddings: Mapping[str, np.ndarray]) -> str:
    for word in (a, b, c):
        if word not in embeddings:
            raise KeyError(word)
    target = embeddings[b] - embeddings[a] + embeddings[c]
    best = None
    best_cosine = -1.0
    for word, vector in embeddings.items():
        if word in (a, b, c):
            continue
        cosine = cosine_similarity(vector, target)
        if cosine > best_cosine or (best and cosine == best_cosine and word < best):
            best, best_cosine = word, cosine
    return best


def bias_axis(pairs: Sequence[tuple[str, str]], embeddings: Mapping[str, np.ndarray]) -> np.ndarray:
    total = 0
    for p, q in pairs:
        total = total + embeddings[p] - embeddings[q]
    return total / len(pairs)


def neutralize(e: np.ndarray, g: np.ndarray) -> np.ndarray:
    eg = 0.0
    gg = 0.0
    for i in range(len(e)):
        eg += e[i] * g[i]
        gg += g[i] * g[i]
    out = np.zeros(len(e))
    for i in range(len(e)):
        out[i] = e[i] - eg / gg * g[i]
    return out


def equalize(e1: np.ndarray, e2: np.ndarray, g: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    nu = neutralize((e1 + e2) / 2, g)
    square = 1 - np.dot(nu, nu)
    if square < 0:
        square = 0.0
    step = math.sqrt(square) * g / np.linalg.norm(g)
    if np.dot(e1, g) >= np.dot(e2, g):
        return nu + step, nu - step
    return nu - step, nu + step


def sentence_vector(words: Sequence[str], embeddings: Mapping[str, np.ndarray]) -> np.ndarray:
    for vector in embeddings.values():
        total = np.zeros(len(vector))
        break
    count = 0
    for word in words:
        if word in embeddings:
            total += embeddings[word]
            count += 1
    if count > 0:
        total /= count
    return total
