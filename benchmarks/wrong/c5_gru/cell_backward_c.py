# exercise: gru_cell_backward
import numpy as np


def gru_cell_backward(dc_next, cache):
    c_prev, xt, r, u, c_tilde, params = cache
    n_a = c_prev.shape[0]

    # candidate
    d_c_tilde = dc_next * u
    dz_c = d_c_tilde * (1 - c_tilde ** 2)
    # update gate
    d_u = dc_next * (c_tilde - c_prev)
    dz_u = d_u * u * (1 - u)
    # reset gate
    k = r * c_prev
    d_k = params["Wc"][:, :n_a].T @ dz_c
    d_r = d_k * c_prev
    dz_r = d_r * r * (1 - r)

    # state
    dc_prev = dc_next * (1 - u)
    dc_prev = dc_prev + d_k  # WRONG: the candidate saw r * c_prev, so its part for the state is d_k * r; the reset gate is forgotten here.
    dc_prev = dc_prev + params["Wr"][:, :n_a].T @ dz_r
    dc_prev = dc_prev + params["Wu"][:, :n_a].T @ dz_u
    # input
    dxt = params["Wc"][:, n_a:].T @ dz_c
    dxt = dxt + params["Wr"][:, n_a:].T @ dz_r
    dxt = dxt + params["Wu"][:, n_a:].T @ dz_r  # WRONG: copied from the line above: the update gate's matrix has to be multiplied with dz_u, not with dz_r.

    grads = {"dxt": dxt, "dc_prev": dc_prev}
    both = np.concatenate([c_prev, xt], axis=0)
    grads["dWr"] = dz_r @ both.T
    grads["dWu"] = dz_u @ both.T
    grads["dWc"] = dz_c @ np.concatenate([k, xt], axis=0).T
    grads["dbr"] = np.sum(dz_r, axis=1, keepdims=True)
    grads["dbu"] = np.sum(dz_u, axis=1, keepdims=True)
    grads["dbc"] = np.sum(dz_c, axis=1, keepdims=True)
    return grads
