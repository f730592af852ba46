# Loops over single numbers; math in place of NumPy wherever that will do.

import math

import numpy as np


def cosine_similarity(u, v):
    product = length_u = length_v = 0.0
    for x, y in zip(u, v, strict=True):
        product += x * y
        length_u += x * x
        length_v += y * y
    if length_u == 0 or length_v == 0:
        return 0
    return product / math.sqrt(length_u) / math.sqrt(length_v)


def nearest_neighbours(word, embeddings, k=3):
    if word not in embeddings:
        raise ValueError(f"no vector for {word}")
    left = dict(embeddings)
    del left[word]
    found = []
    while left and len(found) < k:
        best = None
        for other in sorted(left):
            cosine = cosine_similarity(embeddings[word], left[other])
            if best is None or cosine > best:
                best, name = cosine, other
        found.append(name)
        del left[name]
    return found


def complete_analogy(a, b, c, embeddings):
    for word in (a, b, c):
        if word not in embeddings:
            raise ValueError(f"no vector for {word}")
    target = []
    for x, y, z in zip(embeddings[a], embeddings[b], embeddings[c], strict=True):
        target.append(y - x + z)
    best, answer = -2.0, ""
    for word, vector in embeddings.items():
        if word in [a, b, c]:
            continue
        cosine = cosine_similarity(vector, target)
        if cosine > best or (cosine == best and word < answer):
            best, answer = cosine, word
    return answer


def bias_axis(pairs, embeddings):
    d = len(embeddings[pairs[0][0]])
    axis = np.zeros(d)
    for p, q in pairs:
        for i in range(d):
            axis[i] += (embeddings[p][i] - embeddings[q][i]) / len(pairs)
    return axis


def neutralize(e, g):
    along = sum(x * y for x, y in zip(e, g, strict=True)) / sum(y * y for y in g)
    return np.array([x - along * y for x, y in zip(e, g, strict=True)])


def equalize(e1, e2, g):
    nu = neutralize([(x + y) / 2 for x, y in zip(e1, e2, strict=True)], g)
    room = 1 - sum(x * x for x in nu)
    r = math.sqrt(room) if room > 0 else 0.0
    length = math.sqrt(sum(y * y for y in g))
    part1 = sum(x * y for x, y in zip(e1, g, strict=True))
    part2 = sum(x * y for x, y in zip(e2, g, strict=True))
    n1, n2 = np.empty(len(g)), np.empty(len(g))
    for i in range(len(g)):
        step = r * g[i] / length
        n1[i], n2[i] = (nu[i] + step, nu[i] - step)
        if part2 > part1:
            n1[i], n2[i] = n2[i], n1[i]
    return [n1, n2]


def sentence_vector(words, embeddings):
    for vector in embeddings.values():
        total = [0.0] * len(vector)
        break
    count = 0
    for word in words:
        if word in embeddings:
            count += 1
            for i, x in enumerate(embeddings[word]):
                total[i] += x
    return np.array(total) / max(count, 1)
