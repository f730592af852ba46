# exercise: gru_cell_forward
import numpy as np
from gatehelp import sigmoid


def gru_cell_forward(xt, c_prev, parameters):
    p = parameters
    n_a = c_prev.shape[0]
    # separate the weights for state and input
    Wrc, Wrx = p["Wr"][:, :n_a], p["Wr"][:, n_a:]
    Wuc, Wux = p["Wu"][:, :n_a], p["Wu"][:, n_a:]
    Wcc, Wcx = p["Wc"][:, :n_a], p["Wc"][:, n_a:]

    r = sigmoid(Wrc @ c_prev + Wrx @ xt + p["br"])
    u = sigmoid(Wuc @ c_prev + Wux @ xt + p["bu"])
    cand = np.tanh(r * (Wcc @ c_prev) + Wcx @ xt + p["bc"])  # WRONG: the reset gate is applied after the matrix; r has to multiply the state before Wc, Wcc @ (r * c_prev).
    c_next = u * cand + (1 - u) * c_prev
    cache = (c_prev, xt, r, u, cand, parameters)
    return c_next, cache
