# exercise: next_token_distribution
import numpy as np


def next_token_distribution(logits, temperature=1.0, top_k=None, top_p=None):
    if temperature <= 0 or (top_k is not None and top_k < 1):
        raise ValueError("bad setting")
    if top_p is not None and not (0 < top_p <= 1):
        raise ValueError("bad top_p")
    scaled = (logits - logits.max()) / temperature
    probs = np.exp(scaled)
    probs /= probs.sum()

    V = len(probs)
    order = np.argsort(probs, kind="stable")[::-1]  # WRONG: turning the order around puts the higher number first among equal tokens; sort by -probs
    k = V if top_k is None else min(top_k, V)
    keep = np.zeros(V, dtype=bool)
    keep[order[:k]] = True
    if top_p is not None:
        total = 0.0
        for i, t in enumerate(order):
            if total >= top_p:
                keep[t] = False
            total += probs[t]  # WRONG: adds up the probabilities before top-k; those that stayed must share the 1 first
    probs = np.where(keep, probs, 0.0)
    return probs / probs.sum()
