# exercise: lstm_cell_forward
import numpy as np
from seqhelp import softmax


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    ax = np.vstack((a_prev, xt))

    def linear(letter):
        return parameters["W" + letter] @ ax + parameters["b" + letter]

    forget, write, cand, show = [sigmoid(linear(g)) for g in "fico"]  # WRONG: the candidate goes through the sigmoid like the gates; it needs tanh, for it lies between -1 and 1.
    c_new = forget * c_prev + write * cand
    a_new = show * np.tanh(c_new)
    y = softmax(parameters["Wy"] @ c_new + parameters["by"])  # WRONG: the prediction is made from the cell c_new; it has to be made from the state a_new.
    return a_new, c_new, y, (a_new, c_new, a_prev, c_prev, forget, write, cand, show, xt, parameters)
