# In place on copies, and into arrays that are made first; caches are lists of arrays.

import copy

import numpy as np


def softmax(z):
    p = np.array(z)
    p -= p.max(axis=0)
    np.exp(p, out=p)
    p /= p.sum(axis=0)
    return p


def rnn_cell_forward(xt, a_prev, parameters):
    a = parameters["Waa"] @ a_prev
    a += parameters["Wax"] @ xt
    a += parameters["ba"]
    np.tanh(a, out=a)
    z = parameters["Wya"] @ a
    z += parameters["by"]
    return a, softmax(z), [a.copy(), a_prev.copy(), xt.copy(), copy.deepcopy(parameters)]


def rnn_forward(x, a0, parameters):
    n_y, (n_a, m), T = parameters["by"].size, a0.shape, x.shape[2]
    a, y_pred = np.empty((n_a, m, T)), np.empty((n_y, m, T))
    state, cells = a0.copy(), []
    for t in range(T):
        found, y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], state, parameters)
        a[:, :, t] = found
        state[:] = found
        cells += [cache]
    return a, y_pred, (cells, x.copy())


def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = np.square(a_next)
    dz *= -1
    dz += 1
    dz *= da_next
    grads = {"dxt": np.empty_like(xt), "da_prev": np.empty_like(a_prev)}
    np.matmul(parameters["Wax"].T, dz, out=grads["dxt"])
    np.matmul(parameters["Waa"].T, dz, out=grads["da_prev"])
    grads.update(dWax=np.dot(dz, xt.T), dWaa=np.dot(dz, a_prev.T))
    grads["dba"] = dz.sum(1).reshape(-1, 1)
    return grads


def rnn_backward(da, caches):
    cells, x = caches
    da = da.copy()
    n_a = da.shape[0]
    grads = {
        "dx": np.zeros(x.shape),
        "dWax": np.zeros((n_a, x.shape[0])),
        "dWaa": np.zeros((n_a, n_a)),
        "dba": np.zeros((n_a, 1)),
    }
    for t in range(da.shape[2] - 1, -1, -1):
        one = rnn_cell_backward(da[:, :, t], cells[t])
        grads["dx"][:, :, t] += one["dxt"]
        for name in ("dWax", "dWaa", "dba"):
            grads[name] += one[name]
        if t:
            da[:, :, t - 1] += one["da_prev"]
    grads["da0"] = one["da_prev"]
    return grads


def clip_gradients(gradients, max_value):
    assert max_value > 0
    clipped = copy.deepcopy(gradients)
    for g in clipped.values():
        g[g > max_value] = max_value
        g[g < -max_value] = -max_value
    return clipped


def clip_by_global_norm(gradients, max_norm):
    assert max_norm > 0
    clipped = copy.deepcopy(gradients)
    norm = sum(np.vdot(g, g) for g in clipped.values()) ** 0.5
    if norm > max_norm:
        for g in clipped.values():
            g *= max_norm / norm
    return clipped, np.array([[norm]])


def rnn_train_step(x, y, a0, parameters, learning_rate, max_value):
    new = copy.deepcopy(parameters)
    a, y_pred, caches = rnn_forward(x, a0, new)
    cost, da, out = output_cost_and_grads(y_pred, y, a, new)  # noqa: F821
    grads = rnn_backward(da, caches)
    grads.update(out)
    del grads["dx"], grads["da0"]
    grads = clip_gradients(grads, max_value)
    for name in new:
        new[name] -= learning_rate * grads["d" + name]
    return new, cost
