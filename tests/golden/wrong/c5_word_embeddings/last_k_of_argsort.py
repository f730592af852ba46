# expect: nearest_neighbours loses
"""argsort and [-k:]: the nearest comes last."""

import numpy as np


def _matrix(embeddings):
    names = sorted(embeddings)
    return names, np.vstack([embeddings[n] for n in names])


def _cosines(E, t):
    with np.errstate(invalid="ignore", divide="ignore"):
        c = E.dot(t) / (np.linalg.norm(E, axis=1) * np.linalg.norm(t))
    return np.nan_to_num(c, nan=0.0)


def cosine_similarity(u, v):
    return float(_cosines(u[None, :], v)[0])


def nearest_neighbours(word, embeddings, k=3):
    names, E = _matrix(embeddings)
    me = names.index(word)
    c = _cosines(E, E[me])
    c[me] = -5
    return [names[i] for i in np.argsort(c)[1:][-k:]]


def complete_analogy(a, b, c, embeddings):
    names, E = _matrix(embeddings)
    ia, ib, ic = names.index(a), names.index(b), names.index(c)  # ValueError if it is not there
    s = _cosines(E, E[ib] - E[ia] + E[ic])
    s[[ia, ib, ic]] = -2
    return names[int(s.argmax())]


def bias_axis(pairs, embeddings):
    D = np.array([embeddings[p] - embeddings[q] for (p, q) in pairs])
    return D.mean(0)


def neutralize(e, g):
    u = g / np.linalg.norm(g)
    return e - u * (u @ e)


def equalize(e1, e2, g):
    u = g / np.linalg.norm(g)
    pair = np.array([e1, e2])
    along = pair @ u
    across = pair - np.outer(along, u)
    nu = across.mean(axis=0)
    r = np.sqrt(np.clip(1 - np.square(nu).sum(), 0, 1))
    order = np.array([1.0, -1.0]) if along[0] >= along[1] else np.array([-1.0, 1.0])
    result = nu + r * order[:, None] * u
    return result[0], result[1]


def sentence_vector(words, embeddings):
    rows = [embeddings[w] for w in words if w in embeddings]
    rows = rows or [0 * v for v in embeddings.values()]
    return np.mean(np.array(rows), axis=0)
