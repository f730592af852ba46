# exercise: rnn_cell_forward
import numpy as np


def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    # step 1: mix the memory with the new input
    from_memory = np.dot(p["Waa"], a_prev)
    from_input = np.dot(p["Wax"], xt)
    a_next = np.tanh(from_memory + from_input) + p["ba"]  # WRONG: the bias ba is added outside of the tanh; it belongs inside, before the squashing.
    # step 2: output
    scores = np.dot(p["Wya"], a_prev) + p["by"]  # WRONG: the output is made from the old state a_prev instead of the new one, a_next.
    yt_pred = softmax(scores)
    return a_next, yt_pred, (a_next, a_prev, xt, p)
