# Tangents in place of a way back: each entry of the input, the state and the parameters is moved by
# itself, and its derivative goes forward through the step. Slow, exact, and another formula.

import numpy as np
from gatehelp import sigmoid

NAMES = ("Wr", "br", "Wu", "bu", "Wc", "bc")


def moved_step(xt, c, p, dxt, dc, dp):
    """The tangent of the next state along (dxt, dc, dp)."""
    both, dboth = np.vstack([c, xt]), np.vstack([dc, dxt])
    r = sigmoid(p["Wr"] @ both + p["br"])
    u = sigmoid(p["Wu"] @ both + p["bu"])
    dr = r * (1 - r) * (dp["Wr"] @ both + p["Wr"] @ dboth + dp["br"])
    du = u * (1 - u) * (dp["Wu"] @ both + p["Wu"] @ dboth + dp["bu"])
    reset, dreset = np.vstack([r * c, xt]), np.vstack([dr * c + r * dc, dxt])
    h = np.tanh(p["Wc"] @ reset + p["bc"])
    dh = (1 - h**2) * (dp["Wc"] @ reset + p["Wc"] @ dreset + dp["bc"])
    return du * (h - c) + u * dh + (1 - u) * dc


def gru_cell_backward(dc_next, cache):
    c, xt, p = cache[0], cache[1], cache[5]
    at = {"xt": xt, "c_prev": c} | {name: p[name] for name in NAMES}
    out = {}
    for name, value in at.items():
        slope = np.zeros(value.shape)
        for place in np.ndindex(value.shape):
            tangents = {key: np.zeros(one.shape) for key, one in at.items()}
            tangents[name][place] = 1.0
            along = moved_step(xt, c, p, tangents["xt"], tangents["c_prev"], tangents)
            slope[place] = np.sum(dc_next * along)
        out["d" + name] = slope
    return out
