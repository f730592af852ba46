# exercise: attention_lm_backward
import numpy as np
from attendhelp import attention, attention_backward


def attention_lm_backward(d_logits, cache):
    tokens, X, q, k, v, mask, H, p = cache
    m, L, d = X.shape
    V = d_logits.shape[-1]
    flatX = X.reshape(m * L, d)
    flatZ = d_logits.reshape(m * L, V)

    dU = flatX.T @ flatZ  # WRONG: U has seen H, not X
    dc = flatZ.sum(axis=0)
    dH = (flatZ @ p["U"].T).reshape(m, L, d)

    dq, dk, dv = attention_backward(dH, q, k, v, mask)
    dWq = flatX.T @ dq.reshape(m * L, -1)
    dWk = flatX.T @ dk.reshape(m * L, -1)
    dWv = flatX.T @ dv.reshape(m * L, -1)
    dX = dH + dq @ p["Wq"].T + dk @ p["Wk"].T + dv @ p["Wv"].T

    dE = np.zeros_like(p["E"])
    dPos = np.zeros_like(p["Pos"])
    for b in range(m):
        for i in range(L):
            dE[tokens[b, i]] += dX[b, i]
            dPos[i] += dX[b, i]
    return {"dE": dE, "dPos": dPos, "dWq": dWq, "dWk": dWk, "dWv": dWv, "dU": dU, "dc": dc}
