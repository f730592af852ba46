# exercise: attention_lm_backward
import numpy as np
from attendhelp import attention, attention_backward


def attention_lm_backward(d_logits, cache):
    tokens, X, q, k, v, mask, H, P = cache
    L = tokens.shape[1]
    dH = d_logits @ P["U"].T
    dU = np.einsum("bld,blv->dv", H, d_logits)
    dc = d_logits.sum(axis=(0, 1))
    dq, dk, dv = attention_backward(dH, q, k, v, mask)
    dWq = np.einsum("bld,blk->dk", X, dq)
    dWk = np.einsum("bld,blk->dk", X, dk)
    dWv = np.einsum("bld,blk->dk", X, dv)
    dX = dH + dq @ P["Wq"].T + dk @ P["Wk"].T + dv @ P["Wv"].T
    dE = np.zeros(P["E"].shape)
    dE[tokens] += dX  # WRONG: of a token that occurs more than once only one row is kept; use np.add.at(dE, tokens, dX)
    dPos = np.zeros(P["Pos"].shape)
    dPos[:L] = dX.sum(axis=0)
    return {"dE": dE, "dPos": dPos, "dWq": dWq, "dWk": dWk, "dWv": dWv, "dU": dU, "dc": dc}
