# exercise: attention_lm_backward
import numpy as np
from attendhelp import attention, attention_backward


def attention_lm_backward(d_logits, cache):
    tokens, X, Q, K, V, mask, H, params = cache

    def through(x, dy):
        return np.tensordot(x, dy, axes=([0, 1], [0, 1]))

    dH = np.dot(d_logits, params["U"].T)
    dQ, dK, dV = attention_backward(dH, Q, K, V)  # WRONG: the mask of the way forward is not handed over
    dX = dH + np.dot(dQ, params["Wq"].T) + np.dot(dK, params["Wk"].T) + np.dot(dV, params["Wv"].T)
    dE = np.zeros(params["E"].shape)
    np.add.at(dE, tokens, dX)
    dPos = dX.sum(axis=0)  # WRONG: dPos has the shape of Pos (L_max, d), with zeros for the places that were not used
    return {
        "dE": dE,
        "dPos": dPos,
        "dWq": through(X, dQ),
        "dWk": through(X, dK),
        "dWv": through(X, dV),
        "dU": through(H, d_logits),
        "dc": d_logits.sum(axis=(0, 1)),
    }
