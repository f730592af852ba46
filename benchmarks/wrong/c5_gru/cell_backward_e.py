# exercise: gru_cell_backward
import numpy as np


def d_sigmoid(s):
    return s * (1 - s)


def gru_cell_backward(dc_next, cache):
    c_prev, xt, r, u, cand, par = cache
    n_a = c_prev.shape[0]
    n_x = xt.shape[0]
    m = xt.shape[1]
    d_cand = u * dc_next
    d_u = (cand - c_prev) * dc_next
    dz_c = (1 - cand ** 2) * d_cand
    dz_u = d_sigmoid(u) * d_u

    up_c = np.dot(par["Wc"].T, dz_c)
    dz_r = d_sigmoid(r) * (up_c[:n_a] * r)  # WRONG: in the product r * c_prev the reset gate gets dk times its other factor, c_prev; this multiplies with r itself.
    up_r = np.dot(par["Wr"].T, dz_r)
    up_u = np.dot(par["Wu"].T, dz_u)

    total = up_r + up_u
    dc_prev = total[:n_a] + up_c[:n_a] * r + dc_next * (1 - u)
    dxt = total[n_a:] + up_c[n_a:]
    assert dxt.shape == (n_x, m)

    A = np.concatenate([c_prev, xt], axis=0)
    B = np.concatenate([c_prev * r, xt], axis=0)
    ones = np.ones((m, 1))
    return {
        "dxt": dxt, "dc_prev": dc_prev,
        "dWr": dz_r @ A.T, "dbr": dz_r @ ones,
        "dWu": dz_u @ A.T, "dbu": dz_u @ ones,
        "dWc": dz_c @ B.T, "dbc": dz_c @ ones,
    }
