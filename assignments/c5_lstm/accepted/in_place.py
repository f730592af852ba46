# Arrays that are made once and filled, step by step; in place wherever they are its own.

import numpy as np
from seqhelp import softmax


def sigmoid(z):
    out = np.array(z, dtype=np.float64)
    below = out < 0
    np.abs(out, out=out)
    np.negative(out, out=out)
    np.exp(out, out=out)
    return np.where(below, out, 1.0) / (1.0 + out)


def initialize_lstm(n_x, n_a, n_y, seed):
    rng = np.random.default_rng(seed)
    wide = n_a + n_x
    all_gates = rng.standard_normal((4 * n_a, wide))
    all_gates *= wide**-0.5
    parameters = {"Wy": rng.standard_normal((n_y, n_a)), "by": np.zeros((n_y, 1))}
    parameters["Wy"] *= n_a**-0.5
    for place, gate in enumerate("fico"):
        parameters["W" + gate] = all_gates[place * n_a : (place + 1) * n_a]
        parameters["b" + gate] = np.full((n_a, 1), float(gate == "f"))
    return parameters


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n_a, m = a_prev.shape
    seen = np.empty((n_a + xt.shape[0], m))
    seen[:n_a], seen[n_a:] = a_prev, xt
    z = [parameters["W" + gate].dot(seen) for gate in "fico"]
    for one, gate in zip(z, "fico", strict=False):
        one += parameters["b" + gate]
    f, i, o = sigmoid(z[0]), sigmoid(z[1]), sigmoid(z[3])
    cc = np.tanh(z[2], out=z[2])
    c = f * c_prev
    c += i * cc
    a = np.tanh(c)
    a *= o
    y = softmax(parameters["Wy"].dot(a) + parameters["by"])
    return a, c, y, (a, c, a_prev, c_prev, f, i, cc, o, xt, parameters)


def lstm_forward(x, a0, parameters):
    _n_x, m, T = x.shape
    n_a, n_y = a0.shape[0], parameters["Wy"].shape[0]
    a, c, y = np.empty((n_a, m, T)), np.empty((n_a, m, T)), np.empty((n_y, m, T))
    caches = []
    for t in range(T):
        before = (a0, np.zeros((n_a, m))) if t == 0 else (a[:, :, t - 1], c[:, :, t - 1])
        a[:, :, t], c[:, :, t], y[:, :, t], cache = lstm_cell_forward(
            x[:, :, t], *before, parameters
        )
        caches.append(cache)
    return a, y, c, (caches, x)


def lstm_cell_backward(da_next, dc_next, cache):
    _a_next, c_next, a_prev, c_prev, f, i, cc, o, xt, p = cache
    dc = 1 - np.tanh(c_next) ** 2
    dc *= o
    dc *= da_next
    dc += dc_next
    grads = {"dc_prev": f * dc}
    dzf, dzi, dzc, dzo = dc * c_prev, dc * cc, dc * i, da_next * np.tanh(c_next)
    dzf *= f * (1 - f)
    dzi *= i * (1 - i)
    dzc *= 1 - cc * cc
    dzo *= o * (1 - o)
    n_a = a_prev.shape[0]
    grads["da_prev"], grads["dxt"] = np.zeros(a_prev.shape), np.zeros(xt.shape)
    for gate, dz in zip("fico", (dzf, dzi, dzc, dzo), strict=False):
        W = p["W" + gate]
        grads["da_prev"] += W[:, :n_a].T @ dz
        grads["dxt"] += W[:, n_a:].T @ dz
        dW = np.empty(W.shape)
        dW[:, :n_a], dW[:, n_a:] = dz @ a_prev.T, dz @ xt.T
        grads["dW" + gate] = dW
        grads["db" + gate] = dz.sum(1, keepdims=True)
    return grads


def lstm_backward(da, caches):
    caches, x = caches
    n_a, m, T = da.shape
    dx = np.zeros_like(x)
    p = caches[0][-1]
    grads = {"d" + k: np.zeros(p[k].shape) for k in p if k[1] in "fico"}
    da_prev, dc_prev = np.zeros((n_a, m)), np.zeros((n_a, m))
    for t in range(T - 1, -1, -1):
        da_prev += da[:, :, t]
        one = lstm_cell_backward(da_prev, dc_prev, caches[t])
        dx[:, :, t], da_prev, dc_prev = one["dxt"], one["da_prev"].copy(), one["dc_prev"]
        for k in grads:
            grads[k] += one[k]
    return {"dx": dx, "da0": da_prev, **grads}


def cell_highway(forget_gates):
    n_a, m, T = forget_gates.shape
    out = np.ones((n_a, m, T + 1))
    for t in range(T):
        out[:, :, : t + 1] *= forget_gates[:, :, t : t + 1]
    return out


def last_step_cost_and_grads(x, y, parameters):
    m, T = x.shape[1:]
    n_a = parameters["Wf"].shape[0]
    a, said, _, caches = lstm_forward(x, np.zeros((n_a, m)), parameters)
    p = said[:, :, T - 1]
    dz = p.copy()
    dz -= y
    dz /= m
    da = np.zeros((n_a, m, T))
    da[:, :, T - 1] += parameters["Wy"].T.dot(dz)
    grads = lstm_backward(da, caches)
    grads["dby"], grads["dWy"] = dz.sum(1).reshape(-1, 1), dz.dot(a[:, :, T - 1].T)
    return -np.log(p[y.argmax(0), range(m)]).mean(), grads
