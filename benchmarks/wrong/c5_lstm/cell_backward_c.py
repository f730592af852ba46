# exercise: lstm_cell_backward
import numpy as np


def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    th = np.tanh(c_next)
    dc_next += da_next * ot * (1 - th ** 2)  # WRONG: += changes the caller's array dc_next in place; a new array has to be made.

    dzo = da_next * th * ot * (1 - ot)
    dzf = dc_next * c_prev * ft * (1 - ft)
    dzi = dc_next * cct * it * (1 - it)
    dzc = dc_next * it * (1 - cct ** 2)

    n_a = len(a_next)
    Wf, Wi, Wc, Wo = (parameters[k] for k in ("Wf", "Wi", "Wc", "Wo"))
    # split the weights in their state part and their input part
    da_prev = Wf[:, :n_a].T @ dzf + Wi[:, :n_a].T @ dzi + Wc[:, :n_a].T @ dzc + Wo[:, :n_a].T @ dzo
    dxt = Wf[:, n_a:].T @ dzf + Wi[:, n_a:].T @ dzi + Wc[:, n_a:].T @ dzc + Wo[:, n_a:].T @ dzo
    dc_prev = dc_next * ft

    both = np.r_[a_prev, xt]
    d = {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev}
    d["dWf"], d["dbf"] = dzf @ both.T, np.sum(dzf, axis=1).reshape(n_a, 1)
    d["dWi"], d["dbi"] = dzi @ both.T, np.sum(dzi, axis=1).reshape(n_a, 1)
    d["dWc"], d["dbc"] = dzc @ both.T, np.sum(dzc, axis=1).reshape(n_a, 1)
    d["dWo"], d["dbo"] = dzo @ both.T, np.sum(dzo, axis=1).reshape(n_a, 1)
    return d
