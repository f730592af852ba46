# exercise: attention_lm_forward
import numpy as np
from attendhelp import attention, attention_backward


def attention_lm_forward(tokens, parameters, causal=True):
    P = parameters
    L = tokens.shape[1]
    pos = P["Pos"][-L:]  # WRONG: takes the last L places of the table; position i has the row Pos[i], so it is Pos[:L]
    X = P["E"][tokens] + pos
    queries, keys, values = X @ P["Wq"], X @ P["Wk"], X @ P["Wv"]
    if causal:
        i = np.arange(L)[:, None]
        j = np.arange(L)[None, :]
        mask = j >= i  # WRONG: this lets a position look at what comes after it; causal is j <= i
    else:
        mask = None
    out, _ = attention(queries, keys, values, mask)
    H = X + out
    return H @ P["U"] + P["c"], (tokens, X, queries, keys, values, mask, H, parameters)
