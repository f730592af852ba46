# exercise: rnn_backward
import numpy as np


def rnn_backward(da, caches):
    cells, x = caches
    T = len(cells)
    # every step on its own, then put them together
    steps = [rnn_cell_backward(da[:, :, t], cells[t]) for t in range(T)]  # WRONG: each step gets only the da of its own output; the da_prev that the next step hands back has to be added, so there is no way back through time at all.
    dx = np.stack([s["dxt"] for s in steps], axis=2)
    dWax = sum(s["dWax"] for s in steps)
    dWaa = sum(s["dWaa"] for s in steps)
    dba = sum(s["dba"] for s in steps)
    da0 = sum(s["da_prev"] for s in steps)  # WRONG: da0 is the da_prev of the first step, not the sum of those of all steps, which belong to other states.
    return {"dx": dx, "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}
