# exercise: rnn_forward
import numpy as np


def rnn_forward(x, a0, parameters):
    _, m, T = x.shape
    n_y, n_a = parameters["Wya"].shape
    states = np.zeros((n_a, m, T))
    probs = np.zeros((n_y, m, T))
    caches = []
    s = a0
    for t in range(T):
        states[:, :, t] = s  # WRONG: the state is stored before the step is taken, so states[:, :, t] is the one before step t, and a0 stands first.
        s, out, cc = rnn_cell_forward(x[:, :, t], s, parameters)
        probs[:, :, t] = softmax(out)  # WRONG: the cell's output has been through softmax already; softmax of probabilities makes them flatter.
        caches.append(cc)
    return states, probs, (caches, x)
