# Loops over single numbers, with math; caches are dicts; lists come back where several values do.

import math

import numpy as np


def softmax(z):
    n, m = z.shape
    p = np.zeros((n, m))
    for i in range(m):
        largest = max(z[k, i] for k in range(n))
        total = 0.0
        for k in range(n):
            p[k, i] = math.exp(z[k, i] - largest)
            total += p[k, i]
        for k in range(n):
            p[k, i] /= total
    return p


def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    (n_a, n_x), n_y, m = Wax.shape, len(Wya), xt.shape[1]
    a_next, z = np.zeros((n_a, m)), np.zeros((n_y, m))
    for i in range(m):
        for j in range(n_a):
            inside = parameters["ba"][j, 0]
            for k in range(n_a):
                inside += Waa[j, k] * a_prev[k, i]
            for k in range(n_x):
                inside += Wax[j, k] * xt[k, i]
            a_next[j, i] = math.tanh(inside)
        for j in range(n_y):
            z[j, i] = parameters["by"][j, 0]
            for k in range(n_a):
                z[j, i] += Wya[j, k] * a_next[k, i]
    kept = {"new": a_next, "old": a_prev, "x": xt, "weights": parameters}
    return [a_next, softmax(z), kept]


def rnn_forward(x, a0, parameters):
    T = x.shape[2]
    a = np.zeros((*a0.shape, T))
    y_pred = np.zeros((len(parameters["by"]), x.shape[1], T))
    caches = []
    for t in range(T):
        before = a0 if t == 0 else a[:, :, t - 1]
        a[:, :, t], y_pred[:, :, t], kept = rnn_cell_forward(x[:, :, t], before, parameters)
        caches.append(kept)
    return [a, y_pred, caches]


def rnn_cell_backward(da_next, cache):
    a, old, x, weights = cache["new"], cache["old"], cache["x"], cache["weights"]
    (n_a, m), n_x = a.shape, len(x)
    grads = {
        "dxt": np.zeros((n_x, m)),
        "da_prev": np.zeros((n_a, m)),
        "dWax": np.zeros((n_a, n_x)),
        "dWaa": np.zeros((n_a, n_a)),
        "dba": np.zeros((n_a, 1)),
    }
    for i in range(m):
        for j in range(n_a):
            dz = da_next[j, i] * (1 - a[j, i] * a[j, i])
            grads["dba"][j, 0] += dz
            for k in range(n_a):
                grads["dWaa"][j, k] += dz * old[k, i]
                grads["da_prev"][k, i] += dz * weights["Waa"][j, k]
            for k in range(n_x):
                grads["dWax"][j, k] += dz * x[k, i]
                grads["dxt"][k, i] += dz * weights["Wax"][j, k]
    return grads


def rnn_backward(da, caches):
    T = len(caches)
    later = np.zeros(da.shape[:2])
    dx, found = [None] * T, {}
    for t in range(T - 1, -1, -1):
        grads = rnn_cell_backward(da[:, :, t] + later, caches[t])
        later, dx[t] = grads["da_prev"], grads["dxt"]
        for name in ("dWax", "dWaa", "dba"):
            found[name] = found[name] + grads[name] if name in found else grads[name]
    found["dx"], found["da0"] = np.stack(dx, -1), later
    return found


def output_cost_and_grads(y_pred, y, a, parameters):
    (n_y, m, T), n_a = y.shape, len(a)
    cost, da = 0.0, np.zeros(a.shape)
    dWya, dby = np.zeros((n_y, n_a)), np.zeros((n_y, 1))
    for t in range(T):
        for i in range(m):
            for k in range(n_y):
                if y[k, i, t] == 1:
                    cost -= math.log(max(y_pred[k, i, t], 1e-12)) / (m * T)
                dz = (y_pred[k, i, t] - y[k, i, t]) / (m * T)
                dby[k, 0] += dz
                for j in range(n_a):
                    dWya[k, j] += dz * a[j, i, t]
                    da[j, i, t] += dz * parameters["Wya"][k, j]
    return [cost, da, {"dWya": dWya, "dby": dby}]


def clip_gradients(gradients, max_value):
    if not max_value > 0:
        raise ValueError("the bound")
    clipped = {}
    for name in gradients:
        clipped[name] = gradients[name].copy()
        for place in np.ndindex(clipped[name].shape):
            clipped[name][place] = min(max(clipped[name][place], -max_value), max_value)
    return clipped


def clip_by_global_norm(gradients, max_norm):
    if not max_norm > 0:
        raise ValueError("the bound")
    norm = math.sqrt(math.fsum(float(g) ** 2 for one in gradients.values() for g in one.flat))
    clipped = {name: one.copy() for name, one in gradients.items()}
    if norm > max_norm:
        for one in clipped.values():
            one *= max_norm
            one /= norm
    return [clipped, norm]


def gradient_norms_through_time(x, a0, parameters, da_last):
    T = x.shape[2]
    caches = rnn_forward(x, a0, parameters)[2]
    norms = np.zeros(T + 1)
    for t in range(T, -1, -1):
        if t < T:
            da_last = rnn_cell_backward(da_last, caches[t])["da_prev"]
        norms[t] = math.sqrt(sum(d * d for d in da_last.ravel()))
    return norms


def rnn_train_step(x, y, a0, parameters, learning_rate, max_value):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    cost, da, grads = output_cost_and_grads(y_pred, y, a, parameters)
    grads = clip_gradients(grads | rnn_backward(da, caches), max_value)
    new = {}
    for name in ("Wax", "Waa", "Wya", "ba", "by"):
        new[name] = parameters[name].copy()
        for place in np.ndindex(new[name].shape):
            new[name][place] -= learning_rate * grads["d" + name][place]
    return [new, cost]
