# exercise: gru_cell_forward
import numpy as np
from gatehelp import sigmoid


def gru_cell_forward(xt, c_prev, parameters):
    n_a, m = c_prev.shape
    inp = np.concatenate([c_prev, xt])
    r = np.zeros((n_a, m))
    u = np.zeros((n_a, m))
    for i in range(n_a):
        r[i] = sigmoid(parameters["Wr"][i] @ inp + parameters["br"][i])
        u[i] = sigmoid(parameters["Wu"][i] @ inp + parameters["bu"][i])
    for i in range(n_a):
        gated = inp.copy()  # WRONG: the copy is made anew for every unit, so that in the end only the last unit's row is multiplied by its reset gate; it belongs before the loop.
        gated[i] = r[i] * c_prev[i]
    cand = np.tanh(parameters["Wc"] @ gated + parameters["bc"])
    c_next = c_prev + u * (cand - c_prev)
    return c_next, (c_prev, xt, r, u, cand, parameters)
