# exercise: gru_cell_forward
import numpy as np
from gatehelp import sigmoid


def gru_cell_forward(xt, c_prev, parameters):
    stacked = np.vstack([c_prev, xt])
    zr = parameters["Wr"] @ stacked + parameters["br"]
    zu = parameters["Wu"] @ stacked + parameters["br"]  # WRONG: copied from the line above: the update gate gets the reset gate's bias br instead of bu.
    r = sigmoid(zr)
    u = sigmoid(zu)
    reset_state = r * c_prev
    cand = np.tanh(parameters["Wc"] @ np.vstack([reset_state, xt]) + parameters["bc"])
    # a part u of the new, a part 1 - u of the old
    c_next = u * cand + (1 - u) * reset_state  # WRONG: what is kept is the old state c_prev itself, not r * c_prev; the reset gate has no place in this formula.
    return c_next, (c_prev, xt, r, u, cand, parameters)
