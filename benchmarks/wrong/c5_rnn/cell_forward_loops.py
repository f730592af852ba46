# exercise: rnn_cell_forward
import numpy as np


def rnn_cell_forward(xt, a_prev, parameters):
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]
    Wya = parameters["Wya"]
    ba = parameters["ba"]
    by = parameters["by"]
    n_a, m = a_prev.shape
    n_x = xt.shape[0]
    z = np.zeros((n_a, m))
    for j in range(m):
        acc = 0.0  # WRONG: the accumulator is set to 0 once per example and not for every unit, so each unit's sum also holds those of the units before it.
        for i in range(n_a):
            # old state
            for k in range(n_a):
                acc += Waa[i, k] * a_prev[k, j]
            # new input
            for k in range(n_x):
                acc += Wax[i, k] * xt[k, j]
            z[i, j] = acc + ba[i, 0]
    a_next = np.tanh(z)
    yt_pred = softmax(np.dot(Wya, a_next) + by)
    cache = (a_next, a_prev, xt, parameters)
    return a_next, yt_pred, cache
