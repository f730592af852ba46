# exercise: lstm_cell_backward
import numpy as np


def dsig(s):
    return s * (1 - s)


def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_prev.shape[0]
    tanh_c = np.tanh(c_next)
    dC = dc_next + da_next * ot * (1 - tanh_c ** 2)

    dZ = {}
    dZ["f"] = dC * c_prev * dsig(ft)
    dZ["i"] = dC * cct * dsig(it)
    dZ["c"] = dC * it * dsig(cct)  # WRONG: the candidate is a tanh, so its slope is 1 - cct**2 and not that of a sigmoid.
    dZ["o"] = dC * tanh_c * dsig(ot)  # WRONG: the output gate acts on the state only, so it gets da_next here and not dc*.

    stacked = np.concatenate([a_prev, xt])
    grads = {"dc_prev": ft * dC}
    dstacked = np.zeros(stacked.shape)
    for gate in dZ:
        dstacked += parameters["W" + gate].T @ dZ[gate]
        grads["dW" + gate] = dZ[gate] @ stacked.T
        grads["db" + gate] = dZ[gate].sum(1, keepdims=True)
    grads["da_prev"] = dstacked[:n_a]
    grads["dxt"] = dstacked[n_a:]
    return grads
