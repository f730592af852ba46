# exercise: rnn_backward
import numpy as np


def rnn_backward(da, caches):
    cell_caches, x = caches
    n_a, m, T = da.shape
    result = {
        "dx": np.zeros_like(x),
        "dWax": np.zeros((n_a, x.shape[0])),
        "dWaa": np.zeros((n_a, n_a)),
        "dba": np.zeros((n_a, 1)),
    }
    from_later = np.zeros((n_a, m))
    # last step first
    for t in range(T - 1, 0, -1):  # WRONG: the range ends at t = 1, so the first step (t = 0) is never gone back through.
        step = rnn_cell_backward(da[:, :, t] + from_later, cell_caches[t])
        from_later = step["da_prev"]
        result["dx"][:, :, t] = step["dxt"]
        result["dWax"] = result["dWax"] + step["dWax"]
        result["dWaa"] = result["dWaa"] + step["dWaa"]
        result["dba"] = step["dba"]  # WRONG: overwrites dba at each step instead of adding up the parts of all steps.
    result["da0"] = from_later
    return result
