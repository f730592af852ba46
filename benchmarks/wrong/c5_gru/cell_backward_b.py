# exercise: gru_cell_backward
import numpy as np


def gru_cell_backward(dc_next, cache):
    c_prev, xt, r, u, cand, P = cache
    n_a = len(c_prev)
    s = np.vstack((c_prev, xt))
    dz = {}
    dz["c"] = dc_next * u * (1 - np.square(cand))
    dz["u"] = dc_next * (cand - c_prev) * u * (1 - u)
    back_c = P["Wc"].T @ dz["c"]
    dk, dx_c = back_c[:n_a], back_c[n_a:]
    dz["r"] = dk * c_prev * r * (1 - r)
    back_r = P["Wr"].T @ dz["r"]
    back_u = P["Wu"].T @ dz["u"]
    out = {"dxt": dx_c + back_r[n_a:] + back_u[n_a:]}
    out["dc_prev"] = dc_next * (1 - u) + dk * r + back_r[:n_a] + back_u[:n_a]
    for g in ("r", "u", "c"):
        out["dW" + g] = dz[g] @ s.T  # WRONG: all three matrices are given [c_prev; xt]; Wc saw [r * c_prev; xt], so dWc needs that one.
        out["db" + g] = dz[g].sum(axis=1, keepdims=True)
    return out
