# exercise: next_token_distribution
import numpy as np


def next_token_distribution(logits, temperature=1.0, top_k=None, top_p=None):
    if not temperature > 0:
        raise ValueError("temperature must be positive")
    if top_k is not None and top_k < 1:
        raise ValueError("top_k must be at least 1")
    if top_p is not None and (top_p <= 0 or top_p > 1):
        raise ValueError("top_p must be in (0, 1]")

    z = logits - np.max(logits)
    p = np.exp(z) / np.sum(np.exp(z))
    p = p / temperature  # WRONG: divides the probabilities by the temperature, which the normalisation takes out again; it is the logits that are divided, before the softmax
    p = p / p.sum()

    ranking = sorted(range(len(p)), key=lambda t: (-p[t], t))
    if top_k is not None:
        for t in ranking[top_k:]:
            p[t] = 0.0
        p = p / p.sum()
    if top_p is not None:
        s = 0.0
        done = False
        for t in ranking:
            if done:
                p[t] = 0.0
            else:
                s += p[t]
                if s >= top_p:
                    done = True
        p = p / p.sum()
    return p
