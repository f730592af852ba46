# exercise: gru_forward
import numpy as np


def gru_forward(x, c0, parameters):
    T = x.shape[2]
    states = [np.zeros(c0.shape)]  # WRONG: the state before the first step is c0, which may be any numbers; this begins with zeros.
    cells = []
    for t in range(T):
        nxt, cell = gru_cell_forward(x[:, :, t], states[-1], parameters)
        states.append(nxt)
        cells.append(cell)
    return np.stack(states[:-1], axis=2), (cells, x)  # WRONG: leaves out the last state and keeps the initial one; c[:, :, t] is the state after step t, so it must be states[1:].
