# accumulate over the steps, named tuples for caches; the way back forgets what can be recomputed.

from itertools import accumulate
from typing import NamedTuple

import numpy as np


class Kept(NamedTuple):
    x: np.ndarray
    before: np.ndarray
    parameters: dict


def state(before, x, p):
    return np.tanh(np.matmul(p["Waa"], before) + np.matmul(p["Wax"], x) + p["ba"])


def rnn_cell_forward(xt, a_prev, parameters):
    a_next = state(a_prev, xt, parameters)
    z = parameters["Wya"] @ a_next + parameters["by"]
    return a_next, softmax(z), Kept(xt, a_prev, parameters)  # noqa: F821


def rnn_forward(x, a0, parameters):
    inputs = np.moveaxis(x, 2, 0)
    states = list(accumulate(inputs, lambda a, xt: state(a, xt, parameters), initial=a0))
    y_pred = [softmax(parameters["Wya"] @ a + parameters["by"]) for a in states[1:]]  # noqa: F821
    caches = [Kept(xt, a, parameters) for xt, a in zip(inputs, states[:-1], strict=True)]
    return np.moveaxis(np.array(states[1:]), 0, 2), np.moveaxis(np.array(y_pred), 0, 2), caches


def rnn_cell_backward(da_next, cache):
    x, before, p = cache
    dz = da_next * (1 - state(before, x, p) ** 2)
    names = ("dxt", "da_prev", "dWax", "dWaa", "dba")
    ones = np.ones((1, dz.shape[1]))
    values = p["Wax"].T @ dz, p["Waa"].T @ dz, dz @ x.T, dz @ before.T, dz @ ones.T
    return dict(zip(names, values, strict=True))


def rnn_backward(da, caches):
    grads, later = [], 0.0
    for outside, cache in zip(np.moveaxis(da, 2, 0)[::-1], caches[::-1], strict=True):
        grads.append(rnn_cell_backward(outside + later, cache))
        later = grads[-1]["da_prev"]
    total = {name: np.sum([g[name] for g in grads], axis=0) for name in ("dWax", "dWaa", "dba")}
    total["dx"] = np.stack([g["dxt"] for g in grads[::-1]], axis=-1)
    total["da0"] = later
    return total


def gradient_norms_through_time(x, a0, parameters, da_last):
    caches = rnn_forward(x, a0, parameters)[2][::-1]
    ds = accumulate(
        caches, lambda d, cache: rnn_cell_backward(d, cache)["da_prev"], initial=da_last
    )
    return np.array([np.sqrt(np.sum(d * d)) for d in ds])[::-1]


def rnn_train_step(x, y, a0, parameters, learning_rate, max_value):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    cost, da, grads = output_cost_and_grads(y_pred, y, a, parameters)  # noqa: F821
    grads = {**rnn_backward(da, caches), **grads}
    return {
        name: parameters[name] - learning_rate * np.clip(grads["d" + name], -max_value, max_value)
        for name in sorted(parameters)
    }, cost
