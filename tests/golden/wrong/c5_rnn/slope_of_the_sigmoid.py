# expect: rnn_cell_backward loses
"""a(1 − a), which belongs to the sigmoid."""

import math

import numpy as np


def column_max(z):
    return np.amax(z, axis=0).reshape(1, z.shape[1])


def softmax(z):
    assert z.ndim == 2
    out = np.empty(z.shape)
    top = column_max(z)
    for i in range(z.shape[1]):
        e = np.exp(z[:, i] - top[0, i])
        out[:, i] = e / e.sum()
    assert np.allclose(out.sum(axis=0), 1)
    return out


def unpack_parameters(parameters):
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    ba, by = parameters["ba"], parameters["by"]
    n_a, n_x = Wax.shape
    n_y = Wya.shape[0]
    assert Waa.shape == (n_a, n_a)
    assert Wya.shape == (n_y, n_a)
    assert ba.shape == (n_a, 1)
    assert by.shape == (n_y, 1)
    return Wax, Waa, Wya, ba, by, n_a, n_x, n_y


def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, Wya, ba, by, n_a, n_x, n_y = unpack_parameters(parameters)
    m = xt.shape[1]
    assert xt.shape == (n_x, m)
    assert a_prev.shape == (n_a, m)
    z = np.matmul(Waa, a_prev)
    z = z + np.matmul(Wax, xt)
    z = z + ba
    a_next = np.tanh(z)
    yt_pred = softmax(np.matmul(Wya, a_next) + by)
    assert a_next.shape == (n_a, m)
    assert yt_pred.shape == (n_y, m)
    return (a_next, yt_pred, (a_next, a_prev, xt, parameters))


def rnn_forward(x, a0, parameters):
    n_a, n_y = unpack_parameters(parameters)[5], unpack_parameters(parameters)[7]
    _, m, T = x.shape
    a, y_pred = np.full((n_a, m, T), np.nan), np.full((n_y, m, T), np.nan)
    cells = [None] * T
    for t in range(0, T):
        previous = a0 if t == 0 else a[:, :, t - 1].copy()
        a[:, :, t], y_pred[:, :, t], cells[t] = rnn_cell_forward(x[:, :, t], previous, parameters)
    assert not np.isnan(a).any()
    return (a, y_pred, (cells, x))


def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    assert da_next.shape == a_next.shape
    gate = np.multiply(a_next, np.subtract(1.0, a_next))
    dz = np.multiply(da_next, gate)
    grads = dict()
    grads["dxt"] = np.matmul(parameters["Wax"].T, dz)
    grads["da_prev"] = np.matmul(parameters["Waa"].T, dz)
    grads["dWax"] = np.matmul(dz, xt.T)
    grads["dWaa"] = np.matmul(dz, a_prev.T)
    grads["dba"] = np.add.reduce(dz, axis=1, keepdims=True)
    assert grads["dba"].shape == parameters["ba"].shape
    return grads


def rnn_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    assert len(cells) == T
    p = cells[0][3]
    out = {
        "dx": np.zeros(x.shape),
        "da0": np.zeros((n_a, m)),
        "dWax": np.zeros(p["Wax"].shape),
        "dWaa": np.zeros(p["Waa"].shape),
        "dba": np.zeros(p["ba"].shape),
    }
    t = T - 1
    while t >= 0:
        total = np.add(da[:, :, t], out["da0"])
        grads = rnn_cell_backward(total, cells[t])
        out["dx"][:, :, t] = grads["dxt"]
        out["da0"] = grads["da_prev"]
        out["dWax"] += grads["dWax"]
        out["dWaa"] += grads["dWaa"]
        out["dba"] += grads["dba"]
        t -= 1
    return out


def output_cost_and_grads(y_pred, y, a, parameters):
    assert y_pred.shape == y.shape
    n_y, m, T = y.shape
    cost = 0.0
    for t in range(T):
        for i in range(m):
            k = int(np.argmax(y[:, i, t]))
            cost += -math.log(y_pred[k, i, t] + 1e-12)
    cost /= m * T
    dz = (y_pred - y) / (m * T)
    da = np.zeros(a.shape)
    dWya = np.zeros(parameters["Wya"].shape)
    dby = np.zeros(parameters["by"].shape)
    for t in range(T):
        da[:, :, t] = parameters["Wya"].T.dot(dz[:, :, t])
        dWya += dz[:, :, t].dot(a[:, :, t].T)
        dby += dz[:, :, t].sum(axis=1, keepdims=True)
    return (cost, da, {"dWya": dWya, "dby": dby})


def clip_gradients(gradients, max_value):
    assert max_value > 0, "the bound must be positive"
    out = {}
    for key, value in gradients.items():
        one = np.array(value, copy=True)
        np.clip(one, -max_value, max_value, out=one)
        out[key] = one
    return out


def clip_by_global_norm(gradients, max_norm):
    assert max_norm > 0, "the bound must be positive"
    norm = math.sqrt(sum(float(np.sum(v * v)) for v in gradients.values()))
    out = {key: value.copy() for key, value in gradients.items()}
    if norm > max_norm:
        for key in out:
            out[key] = out[key] * (max_norm / norm)
    return (out, norm)


def gradient_norms_through_time(x, a0, parameters, da_last):
    T = x.shape[2]
    cells, a = [], a0
    for t in range(T):
        a, _, cell = rnn_cell_forward(x[:, :, t], a, parameters)
        cells.append(cell)
    out = np.empty(T + 1)
    out[T] = math.sqrt(np.sum(da_last * da_last))
    for t in range(T, 0, -1):
        da_last = rnn_cell_backward(da_last, cells[t - 1])["da_prev"]
        out[t - 1] = math.sqrt(np.sum(da_last * da_last))
    return out


def rnn_train_step(x, y, a0, parameters, learning_rate, max_value):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    cost, da, grads = output_cost_and_grads(y_pred, y, a, parameters)
    grads.update(rnn_backward(da, caches))
    grads = clip_gradients(grads, max_value)
    new = {key: value.copy() for key, value in parameters.items()}
    for key in new:
        assert grads["d" + key].shape == new[key].shape
        new[key] -= learning_rate * grads["d" + key]
    return (new, cost)
