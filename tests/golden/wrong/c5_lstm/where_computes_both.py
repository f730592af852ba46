# expect: sigmoid loses
"""np.where with a branch that overflows."""

import numpy as np
from seqhelp import softmax


def sigmoid(z):
    z = np.asarray(z, float)
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def initialize_lstm(n_x, n_a, n_y, seed):
    r = np.random.default_rng(seed)
    p = {}
    for gate in ["f", "i", "c", "o"]:
        p["W" + gate] = np.array([r.normal(size=n_a + n_x) for _ in range(n_a)]) / (n_a + n_x) ** 0.5
        p["b" + gate] = np.zeros((n_a, 1))
    p["bf"] += 1
    p["Wy"] = np.array([r.normal(size=n_a) for _ in range(n_y)]) / n_a ** 0.5
    p["by"] = np.zeros((n_y, 1))
    return p


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    p = parameters
    columns = []
    for j in range(xt.shape[1]):
        v = np.append(a_prev[:, j], xt[:, j])
        f = sigmoid(p["Wf"].dot(v) + p["bf"][:, 0])
        i = sigmoid(p["Wi"].dot(v) + p["bi"][:, 0])
        cc = np.tanh(p["Wc"].dot(v) + p["bc"][:, 0])
        o = sigmoid(p["Wo"].dot(v) + p["bo"][:, 0])
        c = f * c_prev[:, j] + i * cc
        columns.append((o * np.tanh(c), c, f, i, cc, o))
    a, c, f, i, cc, o = [np.array(one).T for one in zip(*columns)]
    y = softmax(p["Wy"].dot(a) + p["by"])
    return a, c, y, (a, c, a_prev, c_prev, f, i, cc, o, xt, p)


def lstm_forward(x, a0, parameters):
    a, c = [a0], [np.zeros(a0.shape)]
    y, kept = [], []
    t = 0
    while t < x.shape[2]:
        one = lstm_cell_forward(x[:, :, t], a[t], c[t], parameters)
        a.append(one[0])
        c.append(one[1])
        y.append(one[2])
        kept.append(one[3])
        t += 1
    return np.dstack(a[1:]), np.dstack(y), np.dstack(c[1:]), [kept, x]


def lstm_cell_backward(da_next, dc_next, cache):
    a, c, a_prev, c_prev, f, i, cc, o, xt, p = cache
    n_a, m = a.shape
    n_x = xt.shape[0]
    out = {"dW" + g: np.zeros((n_a, n_a + n_x)) for g in "fico"}
    out.update({"db" + g: np.zeros((n_a, 1)) for g in "fico"})
    dv = np.zeros((n_a + n_x, m))
    out["dc_prev"] = np.zeros((n_a, m))
    for j in range(m):
        v = np.append(a_prev[:, j], xt[:, j])
        t = np.tanh(c[:, j])
        d = dc_next[:, j] + da_next[:, j] * o[:, j] * (1 - t * t)
        dz = {
            "f": d * c_prev[:, j] * f[:, j] * (1 - f[:, j]),
            "i": d * cc[:, j] * i[:, j] * (1 - i[:, j]),
            "c": d * i[:, j] * (1 - cc[:, j] ** 2),
            "o": da_next[:, j] * t * o[:, j] * (1 - o[:, j]),
        }
        out["dc_prev"][:, j] = d * f[:, j]
        for g in dz:
            out["dW" + g] += np.outer(dz[g], v)
            out["db" + g][:, 0] += dz[g]
            dv[:, j] += dz[g].dot(p["W" + g])
    out["da_prev"] = dv[:n_a]
    out["dxt"] = dv[n_a:]
    return out


def lstm_backward(da, caches):
    kept, x = caches
    grads = None
    dx = np.empty(x.shape)
    later_a = np.zeros(da.shape[:2])
    later_c = np.zeros(da.shape[:2])
    for t in range(x.shape[2]):
        t = x.shape[2] - 1 - t
        g = lstm_cell_backward(da[:, :, t] + later_a, later_c, kept[t])
        dx[:, :, t] = g.pop("dxt")
        later_a = g.pop("da_prev")
        later_c = g.pop("dc_prev")
        if grads is None:
            grads = g
        else:
            for k in g:
                grads[k] = grads[k] + g[k]
    grads["dx"] = dx
    grads["da0"] = later_a
    return grads


def cell_highway(forget_gates):
    left = np.ones(forget_gates[:, :, 0].shape)
    out = [left]
    for t in reversed(range(forget_gates.shape[2])):
        left = left * forget_gates[:, :, t]
        out.insert(0, left)
    return np.dstack(out)


def last_step_cost_and_grads(x, y, parameters):
    m = x.shape[1]
    a, said, _, caches = lstm_forward(x, np.zeros((parameters["Wf"].shape[0], m)), parameters)
    cost = 0.0
    dz = np.zeros(y.shape)
    for j in range(m):
        k = int(np.argmax(y[:, j]))
        cost -= np.log(said[k, j, -1]) / m
        dz[:, j] = said[:, j, -1] / m
        dz[k, j] -= 1 / m
    da = np.zeros(a.shape)
    da[:, :, -1] = parameters["Wy"].T.dot(dz)
    grads = lstm_backward(da, caches)
    grads["dWy"] = dz.dot(a[:, :, -1].T)
    grads["dby"] = dz.sum(axis=1).reshape(-1, 1)
    return cost, grads


def lstm_parameter_count(n_x, n_a, n_y):
    return 4 * n_a * n_a + 4 * n_a * n_x + 4 * n_a + n_a * n_y + n_y
