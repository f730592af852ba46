# exercise: gru_cell_forward
import numpy as np
from gatehelp import sigmoid


def gru_cell_forward(xt, c_prev, parameters):
    Wr, Wu, Wc = parameters["Wr"], parameters["Wu"], parameters["Wc"]
    br, bu, bc = parameters["br"], parameters["bu"], parameters["bc"]

    concat = np.concatenate((c_prev, xt), axis=0)
    r = sigmoid(np.dot(Wr, concat) + br)
    u = sigmoid(np.dot(Wu, concat) + bu)
    concat_reset = np.concatenate((r * c_prev, xt), axis=0)
    cand = np.tanh(np.dot(Wc, concat_reset) + bc)
    c_next = (1 - u) * cand + u * c_prev  # WRONG: the roles of u are swapped; in this course u = 1 writes the candidate, and 1 - u keeps the old state.
    return c_next, (c_prev, xt, r, u, cand, parameters)
