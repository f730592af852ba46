# expect: gru_cell_forward loses
"""The candidate can never be negative."""

import numpy as np
from gatehelp import *

GATES = ["r", "u", "c"]


def gru_cell_forward(xt, c_prev, parameters):
    value = {}
    state = c_prev
    for g in GATES:
        if g == "c":
            state = value["r"] * c_prev
        z = parameters[f"W{g}"] @ np.vstack((state, xt)) + parameters[f"b{g}"]
        value[g] = sigmoid(z)
    u, h = value["u"], value["c"]
    cache = c_prev, xt, value["r"], u, h, parameters
    return (1 - u) * c_prev + u * h, cache


def gru_forward(x, c0, parameters):
    cells, states = [], [c0]
    for t in range(np.shape(x)[2]):
        new, cell = gru_cell_forward(x[:, :, t], states[-1], parameters)
        states.append(new)
        cells.append(cell)
    return np.stack(states[1:], axis=2), (cells, x)


def gru_cell_backward(dc_next, cache):
    c_prev, xt, r, u, h, parameters = cache
    n_a = np.shape(c_prev)[0]
    dz = {
        "c": dc_next * u * (1 - h * h),
        "u": dc_next * (h - c_prev) * u * (1 - u),
    }
    grads = {}
    dstate = (1 - u) * dc_next
    dinput = 0
    for g in GATES[::-1]:
        down = parameters[f"W{g}"].T @ dz[g]
        upper, lower = down[:n_a], down[n_a:]
        dinput = dinput + lower
        if g == "c":
            dz["r"] = upper * c_prev * r * (1 - r)
            dstate = dstate + upper * r
            seen = np.vstack((r * c_prev, xt))
        else:
            dstate = dstate + upper
            seen = np.vstack((c_prev, xt))
        grads[f"dW{g}"] = dz[g] @ seen.T
        grads[f"db{g}"] = dz[g].sum(axis=1, keepdims=True)
    grads["dxt"], grads["dc_prev"] = dinput, dstate
    return grads


def gru_backward(dc, caches):
    cells, x = caches
    back = np.zeros_like(dc[:, :, 0])
    found = []
    for t in range(len(cells))[::-1]:
        found.insert(0, gru_cell_backward(back + dc[:, :, t], cells[t]))
        back = found[0]["dc_prev"]
    grads = {"dc0": back, "dx": np.stack([one["dxt"] for one in found], axis=2)}
    for g in GATES:
        for kind in "Wb":
            grads[f"d{kind}{g}"] = sum(one[f"d{kind}{g}"] for one in found)
    return grads


def recurrent_parameter_count(kind, n_x, n_a):
    gates = {"rnn": ["c"], "gru": GATES, "lstm": ["f", "i", "o", "c"]}
    if kind not in gates:
        raise ValueError(f"{kind} is none of {list(gates)}")
    total = 0
    for _ in gates[kind]:
        total += n_a * (n_a + n_x)  # W
        total += n_a  # b
    return total
