# expect: equalize loses
"""NaN for two equal words across the axis."""

import numpy as np
from collections import Counter
from functools import reduce

def cosine_similarity(u, v):
    if np.all(u == 0) or np.all(v == 0): return 0.
    u = u/np.linalg.norm(u); v = v/np.linalg.norm(v)
    return max(-1., min(1., float(np.inner(u, v))))

def nearest_neighbours(word, embeddings, k=3):
    e = embeddings[word]
    c = {w: cosine_similarity(e, x) for w, x in embeddings.items()}
    c.pop(word)
    return sorted(c, key=lambda w: (-c[w], w))[:k]

def complete_analogy(a, b, c, embeddings):
    t = sum([embeddings[b], -embeddings[a], embeddings[c]])
    c_ = {w: cosine_similarity(t, embeddings[w]) for w in embeddings.keys() - {a, b, c}}
    top = max(c_.values())
    return min(w for w in c_ if c_[w] == top)

def bias_axis(pairs, embeddings):
    'words that stand in several pairs are added up once, times how often'
    n = Counter(p for p, _ in pairs); n.subtract(q for _, q in pairs)
    return sum(k*embeddings[w] for w, k in n.items())/len(pairs)

def neutralize(e, g):
    return e - g*np.vdot(g, e)/np.vdot(g, g)

def equalize(e1, e2, g):
    nu = neutralize((e1 + e2)/2, g)
    g = g/np.linalg.norm(g)
    s = 1 if np.vdot(e1, g) >= np.vdot(e2, g) else -1
    r = s*np.sqrt(1 - np.vdot(nu, nu))
    return nu + r*g, nu - r*g

def sentence_vector(words, embeddings):
    n = Counter(filter(embeddings.__contains__, words))
    if not n:
        return np.zeros(next(iter(embeddings.values())).shape[0])
    return np.average([embeddings[w] for w in n], axis=0, weights=list(n.values()))
