# exercise: gru_cell_backward
import numpy as np


def gru_cell_backward(dc_next, cache):
    c_prev, xt, r, u, cand, parameters = cache
    n_a, m = c_prev.shape
    Wr, Wu, Wc = parameters["Wr"], parameters["Wu"], parameters["Wc"]

    dcand = dc_next * u
    du = dc_next * (c_prev - cand)  # WRONG: the sign is turned; the derivative of u*cand + (1-u)*c_prev by u is cand - c_prev.
    dzc = dcand * (1 - cand ** 2)
    dzu = du * u * (1 - u)

    d_c = np.dot(Wc.T, dzc)
    dk = d_c[:n_a, :]
    dr = dk * c_prev
    dzr = dr * r * (1 - r)
    d_r = np.dot(Wr.T, dzr)
    d_u = np.dot(Wu.T, dzu)

    dc_prev = dc_next * (1 - u) + dk * r + d_r[:n_a, :] + d_u[:n_a, :]
    dxt = d_c[n_a:, :] + d_r[n_a:, :] + d_u[n_a:, :]

    concat = np.concatenate((c_prev, xt), axis=0)
    concat_r = np.concatenate((r * c_prev, xt), axis=0)
    return {
        "dxt": dxt,
        "dc_prev": dc_prev,
        "dWr": np.dot(dzr, concat.T),
        "dbr": np.sum(dzr, axis=1, keepdims=True),
        "dWu": np.dot(dzu, concat.T),
        "dbu": np.sum(dzu, axis=1, keepdims=True),
        "dWc": np.dot(dzc, concat_r.T),
        "dbc": np.sum(dzc, axis=1, keepdims=True),
    }
