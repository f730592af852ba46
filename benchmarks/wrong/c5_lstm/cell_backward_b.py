# exercise: lstm_cell_backward
import numpy as np


def lstm_cell_backward(da_next, dc_next, cache):
    _, c_next, a_prev, c_prev, f, i, g, o, xt, P = cache
    n_a = a_prev.shape[0]
    t = np.tanh(c_next)
    dc_star = dc_next + da_next * o * (1 - t * t)

    # through the gates
    dz_f = dc_star * c_prev * f * (1 - f)
    dz_i = dc_star * g * i * (1 - i)
    dz_g = dc_star * i * (1 - g * g)
    dz_o = da_next * t * o * (1 - o)
    dc_prev = dc_next * f  # WRONG: the cell gets dc*, which includes what comes through the state; this passes only dc_next on.

    inp = np.vstack([a_prev, xt])
    grads = {"dc_prev": dc_prev}
    for letter, dz in (("f", dz_f), ("i", dz_i), ("c", dz_g), ("o", dz_o)):
        grads["dW" + letter] = dz @ inp.T
        grads["db" + letter] = dz.sum(axis=1, keepdims=True)

    d_inp = P["Wf"].T @ dz_f + P["Wi"].T @ dz_i + P["Wc"].T @ dz_g  # WRONG: the part of the output gate, Wo.T @ dz_o, is missing; all four gates saw the state and the input.
    grads["da_prev"], grads["dxt"] = d_inp[:n_a], d_inp[n_a:]
    return grads
