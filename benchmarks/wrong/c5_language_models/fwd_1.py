# exercise: attention_lm_forward
import numpy as np
from attendhelp import attention, attention_backward


def attention_lm_forward(tokens, parameters, causal=True):
    batch, L = tokens.shape
    X = parameters["E"][tokens] + parameters["Pos"][:L]
    q = X @ parameters["Wq"]
    k = X @ parameters["Wk"]
    v = X @ parameters["Wv"]
    mask = None
    if causal:
        mask = np.tril(np.ones((L, L), dtype=bool))
    S, w = attention(q, k, v, mask)
    H = S  # WRONG: the way around attention is missing, H = X + S
    logits = H @ parameters["U"] + parameters["c"]
    return logits, (tokens, X, q, k, v, mask, H, parameters)
