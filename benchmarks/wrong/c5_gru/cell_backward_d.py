# exercise: gru_cell_backward
import numpy as np


def gru_cell_backward(dc_next, cache):
    c_prev, xt, r, u, cand, parameters = cache
    n_a, m = c_prev.shape
    cx = np.concatenate((c_prev, xt))
    rcx = np.concatenate((r * c_prev, xt))

    # old state reaches c_next by: keeping it, the candidate, both gates
    dzu = dc_next * (cand - c_prev) * u * (1 - u)
    dzc = dc_next * u * (1 - cand ** 2)
    drcx = parameters["Wc"].T @ dzc
    dk = drcx[:n_a]
    dzr = dk * c_prev * r * (1 - r)
    dcx = parameters["Wr"].T @ dzr + parameters["Wu"].T @ dzu
    dc_prev = dcx[:n_a] + r * dk  # WRONG: the way of what is kept is missing, dc_next * (1 - u).
    dxt = dcx[n_a:] + drcx[n_a:]
    g = {"dxt": dxt, "dc_prev": dc_prev}
    g["dWr"], g["dWu"], g["dWc"] = dzr @ cx.T, dzu @ cx.T, dzc @ rcx.T
    for name, dz in [("dbr", dzr), ("dbu", dzu), ("dbc", dzc)]:
        g[name] = np.mean(dz, axis=1, keepdims=True)  # WRONG: takes the mean over the examples; the derivative in a bias is the sum, nothing is to be divided by m.
    return g
