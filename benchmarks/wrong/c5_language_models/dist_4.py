# exercise: next_token_distribution
import numpy as np


def next_token_distribution(logits, temperature=1.0, top_k=None, top_p=None):
    if temperature <= 0:
        raise ValueError("temperature must be > 0")
    if top_k is not None and top_k < 1:
        raise ValueError("top_k must be >= 1")
    if top_p is not None and (top_p <= 0 or top_p > 1):
        raise ValueError("top_p must be in (0, 1]")
    x = np.array(logits, dtype=float) / temperature
    x = x - x.max()
    probs = np.exp(x) / np.exp(x).sum()
    if top_k is not None and top_k < len(probs):
        kth = np.sort(probs)[-top_k]
        probs = np.where(probs >= kth, probs, 0.0)  # WRONG: tokens that are equal to the k-th one all stay, so there may be more than k; of equal ones only those with the lower numbers stay
        probs = probs / probs.sum()
    if top_p is not None:
        idx = np.argsort(-probs, kind="stable")
        csum = np.cumsum(probs[idx])
        n_keep = int(np.sum(csum < top_p)) + 1
        out = np.zeros_like(probs)
        out[idx[:n_keep]] = probs[idx[:n_keep]]
        probs = out / out.sum()
    return probs
