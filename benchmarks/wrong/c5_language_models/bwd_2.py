# exercise: attention_lm_backward
import numpy as np
from attendhelp import attention, attention_backward


def attention_lm_backward(d_logits, cache):
    tokens, X, queries, keys, values, mask, H, parameters = cache
    B, L = tokens.shape
    Wq, Wk, Wv, U = parameters["Wq"], parameters["Wk"], parameters["Wv"], parameters["U"]
    grads = {}
    grads["dU"] = np.zeros(U.shape)
    for b in range(B):
        grads["dU"] += H[b].T @ d_logits[b]
    grads["dc"] = np.sum(np.sum(d_logits, axis=0), axis=0)

    dH = d_logits @ U.T
    dQ, dK, dV = attention_backward(dH, queries, keys, values, mask)
    for name, d in (("dWq", dQ), ("dWk", dK), ("dWv", dV)):
        grads[name] = sum(X[b].T @ d[b] for b in range(B))

    dX = dQ @ Wq.T + dK @ Wk.T + dV @ Wv.T  # WRONG: three of four ways: dH itself, past attention, is missing
    grads["dE"] = np.zeros(parameters["E"].shape)
    np.add.at(grads["dE"], tokens, dX)
    grads["dPos"] = np.zeros(parameters["Pos"].shape)
    grads["dPos"][:L] = dX.mean(axis=0)  # WRONG: the derivatives are sums over the sequences, not means
    return grads
