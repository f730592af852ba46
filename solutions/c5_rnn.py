"""A recurrent network, its backward pass through time, and its training, in NumPy.

Columns are examples, and time runs along the last axis:

    x (n_x, m, T)      inputs          a step takes xt = x[:, :, t]  (n_x, m)
    a (n_a, m, T)      states          a0 (n_a, m) is the one before the first step
    y (n_y, m, T)      classes, one-hot; y_pred holds probabilities

One step, with the same parameters at all of them:

    a_next = tanh(Waa·a_prev + Wax·xt + ba),   yt_pred = softmax(Wya·a_next + by)

`parameters` is a dict with the keys "Wax" (n_a, n_x), "Waa" (n_a, n_a), "Wya" (n_y, n_a),
"ba" (n_a, 1) and "by" (n_y, 1). A cache holds whatever your backward function needs.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np


def softmax(z: np.ndarray) -> np.ndarray:
    """Return the softmax of each column of z (n, m): numbers from 0 to 1 that sum to 1.

    No entry of z is too large for it. z stays as it is.
    """
    # BEGIN SOLUTION
    e = np.exp(z - np.max(z, axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True)
    # END SOLUTION


def rnn_cell_forward(
    xt: np.ndarray, a_prev: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, Any]:
    """Return (a_next, yt_pred, cache): one step, from xt (n_x, m) and a_prev (n_a, m).

    a_next is (n_a, m) and yt_pred (n_y, m). cache is whatever rnn_cell_backward needs. The
    arguments stay as they are. Uses softmax.
    """
    # BEGIN SOLUTION
    Wax, Waa, ba = parameters["Wax"], parameters["Waa"], parameters["ba"]
    a_next = np.tanh(Waa @ a_prev + Wax @ xt + ba)
    yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
    # END SOLUTION


def rnn_forward(
    x: np.ndarray, a0: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, Any]:
    """Return (a, y_pred, caches): all T steps of x (n_x, m, T), beginning with the state a0.

    a is (n_a, m, T) and y_pred (n_y, m, T). caches is whatever rnn_backward needs. The arguments
    stay as they are. Uses rnn_cell_forward.
    """
    # BEGIN SOLUTION
    a_next, states, predictions, cells = a0, [], [], []
    for t in range(x.shape[2]):
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        states.append(a_next)
        predictions.append(yt_pred)
        cells.append(cache)
    return np.stack(states, axis=2), np.stack(predictions, axis=2), (cells, x)
    # END SOLUTION


def rnn_cell_backward(da_next: np.ndarray, cache: Any) -> dict[str, np.ndarray]:
    """Return the derivatives of a cost, given those in a_next (n_a, m): one step back.

    The dict holds "dxt", "da_prev", "dWax", "dWaa" and "dba", each of the shape of what it
    belongs to. da_next says all that is known of a_next: the output yt_pred plays no part.
    Derivatives in parameters are sums over the examples. cache comes from rnn_cell_forward.
    da_next and cache stay as they are.
    """
    # BEGIN SOLUTION
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next**2)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": np.sum(dz, axis=1, keepdims=True),
    }
    # END SOLUTION


def rnn_backward(da: np.ndarray, caches: Any) -> dict[str, np.ndarray]:
    """Return the derivatives of a cost in all that rnn_forward read: backward through time.

    da (n_a, m, T) holds what comes to each state from outside of the recurrence, from the output
    of its own step. The dict holds "dx" (n_x, m, T), "da0" (n_a, m), "dWax", "dWaa" and "dba".
    caches comes from rnn_forward. da and caches stay as they are. Uses rnn_cell_backward.
    """
    # BEGIN SOLUTION
    cells, x = caches
    dx, da_prev = np.zeros(x.shape), np.zeros(da.shape[:2])
    total = {"dWax": 0.0, "dWaa": 0.0, "dba": 0.0}
    for t in reversed(range(da.shape[2])):
        grads = rnn_cell_backward(da[:, :, t] + da_prev, cells[t])
        dx[:, :, t] = grads["dxt"]
        da_prev = grads["da_prev"]
        total = {name: total[name] + grads[name] for name in total}
    return {"dx": dx, "da0": da_prev, **total}
    # END SOLUTION


def output_cost_and_grads(
    y_pred: np.ndarray, y: np.ndarray, a: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[float, np.ndarray, dict[str, np.ndarray]]:
    """Return (cost, da, grads) of the predictions y_pred (n_y, m, T), where y (n_y, m, T) is true.

    The cost is the cross-entropy, averaged over examples and steps; it stays finite where a
    probability is 0. da (n_a, m, T) holds its derivatives in the states a, as far as they reach
    the cost through the output of their own step; grads those in Wya and by, under "dWya" and
    "dby". The arguments stay as they are.
    """
    # BEGIN SOLUTION
    _, m, T = y.shape
    cost = -np.sum(y * np.log(np.maximum(y_pred, 1e-300))) / (m * T)
    dz = (y_pred - y) / (m * T)
    da = np.einsum("ya,ymt->amt", parameters["Wya"], dz)
    dWya = np.einsum("ymt,amt->ya", dz, a)
    dby = np.sum(dz, axis=(1, 2))[:, np.newaxis]
    return float(cost), da, {"dWya": dWya, "dby": dby}
    # END SOLUTION


def clip_gradients(gradients: Mapping[str, np.ndarray], max_value: float) -> dict[str, np.ndarray]:
    """Return a new dict of new arrays: each entry brought into −max_value … max_value.

    Whatever the keys and shapes are. gradients and its arrays stay as they are. Raises ValueError
    if max_value is not above 0.
    """
    # BEGIN SOLUTION
    if max_value <= 0:
        raise ValueError("max_value must be above 0")
    return {name: np.clip(g, -max_value, max_value) for name, g in gradients.items()}
    # END SOLUTION


def clip_by_global_norm(
    gradients: Mapping[str, np.ndarray], max_norm: float
) -> tuple[dict[str, np.ndarray], float]:
    """Return (clipped, norm): norm is the root of the sum of the squares of all entries together.

    If it exceeds max_norm, every entry is multiplied by max_norm/norm; else the entries are as
    they were. clipped is a new dict of new arrays in either case. gradients and its arrays stay
    as they are. Raises ValueError if max_norm is not above 0.
    """
    # BEGIN SOLUTION
    if max_norm <= 0:
        raise ValueError("max_norm must be above 0")
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients.values()))
    scale = max_norm / norm if norm > max_norm else 1.0
    return {name: g * scale for name, g in gradients.items()}, float(norm)
    # END SOLUTION


def gradient_norms_through_time(
    x: np.ndarray, a0: np.ndarray, parameters: dict[str, np.ndarray], da_last: np.ndarray
) -> np.ndarray:
    """Return how long the gradient is at each state: an array (T + 1,).

    The cost depends on the last state only, with the derivatives da_last (n_a, m). Entry t is
    the root of the sum of the squares of the derivatives in the state after t steps; so the first
    belongs to a0, and the last is that of da_last itself. The arguments stay as they are. Uses
    rnn_cell_forward and rnn_cell_backward.
    """
    # BEGIN SOLUTION
    a, caches = a0, []
    for t in range(x.shape[2]):
        a, _, cache = rnn_cell_forward(x[:, :, t], a, parameters)
        caches.append(cache)
    d, norms = da_last, [np.linalg.norm(da_last)]
    for cache in reversed(caches):
        d = rnn_cell_backward(d, cache)["da_prev"]
        norms.append(np.linalg.norm(d))
    return np.array(norms[::-1])
    # END SOLUTION


def rnn_train_step(
    x: np.ndarray,
    y: np.ndarray,
    a0: np.ndarray,
    parameters: dict[str, np.ndarray],
    learning_rate: float,
    max_value: float,
) -> tuple[dict[str, np.ndarray], float]:
    """Return (new_parameters, cost): one step of gradient descent, and the cost before it.

    The gradients of all five parameters are clipped to max_value, entry by entry, and then each
    parameter takes a step of learning_rate against its own. new_parameters is a new dict of new
    arrays. The arguments stay as they are. Uses rnn_forward, output_cost_and_grads, rnn_backward
    and clip_gradients.
    """
    # BEGIN SOLUTION
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    cost, da, grads = output_cost_and_grads(y_pred, y, a, parameters)
    grads = clip_gradients({**grads, **rnn_backward(da, caches)}, max_value)
    new = {name: value - learning_rate * grads[f"d{name}"] for name, value in parameters.items()}
    return new, cost
    # END SOLUTION
