# exercise: attention_lm_forward
import numpy as np
from attendhelp import attention, attention_backward


def attention_lm_forward(tokens, parameters, causal=True):
    E, Pos = parameters["E"], parameters["Pos"]
    m, L = tokens.shape
    X = np.zeros((m, L, E.shape[1]))
    for b in range(m):
        for i in range(L):
            X[b, i] = E[tokens[b, i]] + Pos[tokens[b, i] % Pos.shape[0]]  # WRONG: the row of Pos is that of the place i, not that of the token
    Q = np.dot(X, parameters["Wq"])
    K = np.dot(X, parameters["Wk"])
    V = np.dot(X, parameters["Wv"])
    mask = np.tril(np.ones((L, L))) == 1 if causal else None
    S, weights = attention(Q, K, V, mask)
    H = X + S
    logits = np.dot(H, parameters["U"]) + parameters["c"]
    cache = (tokens, X, Q, K, V, mask, H, parameters)
    return logits, cache
