# exercise: next_token_distribution
import numpy as np


def next_token_distribution(logits, temperature=1.0, top_k=None, top_p=None):
    if temperature <= 0:
        raise ValueError("temperature")
    if top_k is not None and top_k < 1:
        raise ValueError("top_k")
    if top_p is not None and (top_p <= 0 or top_p > 1):
        raise ValueError("top_p")
    z = (logits - np.max(logits)) / temperature
    p = np.exp(z)
    p = p / p.sum()
    order = np.argsort(-p, kind="stable")
    if top_k is not None:
        p[order[top_k:]] = 0
        p = p / p.sum()
    if top_p is not None:
        c = np.cumsum(p[order])
        keep = order[c <= top_p]  # WRONG: leaves out the token with which the sum reaches top_p; that one stays too
        new = np.zeros(len(p))
        new[keep] = p[keep]
        p = new / new.sum()
    return p
