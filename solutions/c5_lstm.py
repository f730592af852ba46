"""Long short-term memory, forward, backward and trained on what it must remember, in NumPy.

Columns are examples, and time is the last axis:

    x (n_x, m, T)   a, c (n_a, m, T)   y (n_y, m, T)      T steps of m sequences
    xt (n_x, m)     a_prev, c_prev (n_a, m)                one step

`parameters` is a dict with the keys "Wf", "Wi", "Wc", "Wo" (n_a, n_a + n_x), which meet the state
and the input stacked, the state first; "bf", "bi", "bc", "bo" (n_a, 1); "Wy" (n_y, n_a) and "by"
(n_y, 1). A gradient has the name of its parameter with a d before it: "dWf". All backward functions
but the last give plain sums over examples and steps. A cache holds whatever your backward function
needs. `softmax` is given: seqhelp.py says what it does.
"""

from typing import Any

import numpy as np
from seqhelp import softmax


def sigmoid(z: float | np.ndarray) -> np.ndarray:
    """Return 1/(1 + e^(−z)) in z's shape, for a number or an array of any shape.

    NumPy does not warn, however large z is. z stays as it is.
    """
    # BEGIN SOLUTION
    return np.exp(-np.logaddexp(0.0, -np.asarray(z)))
    # END SOLUTION


def initialize_lstm(n_x: int, n_a: int, n_y: int, seed: int) -> dict[str, np.ndarray]:
    """Return the ten parameters at the start of training.

    Weights are independent normal draws with mean 0: those of the gates have the standard
    deviation 1/√(n_a + n_x), Wy has 1/√n_a. Biases are 0, but for bf, which is 1. The same seed
    gives the same parameters, and another one others.
    """
    # BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    parameters = {}
    for gate in "fico":
        parameters[f"W{gate}"] = rng.normal(size=(n_a, n_a + n_x)) / np.sqrt(n_a + n_x)
        parameters[f"b{gate}"] = np.zeros((n_a, 1))
    parameters["bf"] = np.ones((n_a, 1))
    parameters["Wy"] = rng.normal(size=(n_y, n_a)) / np.sqrt(n_a)
    parameters["by"] = np.zeros((n_y, 1))
    return parameters
    # END SOLUTION


def lstm_cell_forward(
    xt: np.ndarray, a_prev: np.ndarray, c_prev: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, Any]:
    """Return (a_next, c_next, yt_pred, cache) of one step: (n_a, m), (n_a, m), (n_y, m).

    xt is (n_x, m), a_prev and c_prev are (n_a, m). cache is whatever lstm_cell_backward needs.
    All arguments stay as they are. Uses sigmoid.
    """
    # BEGIN SOLUTION
    p = parameters
    inputs = np.concatenate([a_prev, xt])
    ft = sigmoid(p["Wf"] @ inputs + p["bf"])
    it = sigmoid(p["Wi"] @ inputs + p["bi"])
    cct = np.tanh(p["Wc"] @ inputs + p["bc"])
    ot = sigmoid(p["Wo"] @ inputs + p["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(p["Wy"] @ a_next + p["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p)
    # END SOLUTION


def lstm_forward(
    x: np.ndarray, a0: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, Any]:
    """Return (a, y, c, caches) of all steps: (n_a, m, T), (n_y, m, T), (n_a, m, T).

    x is (n_x, m, T) with T of at least 1; a0 (n_a, m) is the state before the first step, and the
    cell before it is 0. caches is whatever lstm_backward needs. All arguments stay as they are.
    Uses lstm_cell_forward.
    """
    # BEGIN SOLUTION
    a_next, c_next = a0, np.zeros(a0.shape)
    a, y, c, cell_caches = [], [], [], []
    for t in range(x.shape[2]):
        a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a.append(a_next)
        y.append(yt_pred)
        c.append(c_next)
        cell_caches.append(cache)
    return np.stack(a, axis=2), np.stack(y, axis=2), np.stack(c, axis=2), (cell_caches, x)
    # END SOLUTION


def lstm_cell_backward(
    da_next: np.ndarray, dc_next: np.ndarray, cache: Any
) -> dict[str, np.ndarray]:
    """Return the derivatives of a cost by what went into a step, given those by what came out.

    da_next and dc_next (n_a, m) are the derivatives by a_next and by c_next, and cache comes from
    lstm_cell_forward; yt_pred plays no part. The dict holds "dxt" (n_x, m), "da_prev" and "dc_prev"
    (n_a, m), and "dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo", each of its parameter's
    shape and summed over the examples. All arguments stay as they are.
    """
    # BEGIN SOLUTION
    _, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    tanh_c = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - tanh_c**2)
    dz = {
        "f": dc * c_prev * ft * (1 - ft),
        "i": dc * cct * it * (1 - it),
        "c": dc * it * (1 - cct**2),
        "o": da_next * tanh_c * ot * (1 - ot),
    }
    inputs = np.concatenate([a_prev, xt])
    dinputs = sum(parameters[f"W{gate}"].T @ dz[gate] for gate in "fico")
    n_a = len(a_prev)
    grads = {"dxt": dinputs[n_a:], "da_prev": dinputs[:n_a], "dc_prev": dc * ft}
    for gate in "fico":
        grads[f"dW{gate}"] = dz[gate] @ inputs.T
        grads[f"db{gate}"] = np.sum(dz[gate], axis=1, keepdims=True)
    return grads
    # END SOLUTION


def lstm_backward(da: np.ndarray, caches: Any) -> dict[str, np.ndarray]:
    """Return the derivatives of a cost by x, a0 and the gates' parameters, given those by a.

    da (n_a, m, T) is what reaches each state from outside (not through later steps), and caches
    comes from lstm_forward. The dict holds "dx" (n_x, m, T), "da0" (n_a, m), and "dWf", "dbf",
    "dWi", "dbi", "dWc", "dbc", "dWo", "dbo", summed over examples and steps. All arguments stay
    as they are. Uses lstm_cell_backward.
    """
    # BEGIN SOLUTION
    cell_caches, x = caches
    grads = {"dx": np.zeros(x.shape)}
    da_prev = dc_prev = np.zeros(da[:, :, 0].shape)
    for t in reversed(range(x.shape[2])):
        step = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, cell_caches[t])
        grads["dx"][:, :, t] = step["dxt"]
        da_prev, dc_prev = step["da_prev"], step["dc_prev"]
        for gate in "fico":
            for name in (f"dW{gate}", f"db{gate}"):
                grads[name] = grads.get(name, 0) + step[name]
    grads["da0"] = da_prev
    return grads
    # END SOLUTION


def cell_highway(forget_gates: np.ndarray) -> np.ndarray:
    """Return how much of each cell is left at the end: an array (n_a, m, T + 1).

    forget_gates is (n_a, m, T); gate t leads from the cell c_t to c_(t+1). Entry t of the result is
    the product of the gates t, t + 1, …, T − 1, the derivative of c_T by c_t if the gates are held
    fixed; entry T is 1. forget_gates stays as it is.
    """
    # BEGIN SOLUTION
    n_a, m, T = forget_gates.shape
    path = np.ones((n_a, m, T + 1))
    for t in reversed(range(T)):
        path[:, :, t] = forget_gates[:, :, t] * path[:, :, t + 1]
    return path
    # END SOLUTION


def last_step_cost_and_grads(
    x: np.ndarray, y: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[float, dict[str, np.ndarray]]:
    """Return (cost, grads): what the network says at the last step, against the classes y.

    x is (n_x, m, T), y (n_y, m) has a single 1 in each column, and the state starts at 0. The cost
    is the cross-entropy of the last step's prediction, averaged over the examples. grads holds the
    derivatives by all ten parameters, "dWf" … "dby". All arguments stay as they are. Uses
    lstm_forward and lstm_backward.
    """
    # BEGIN SOLUTION
    m = x.shape[1]
    a0 = np.zeros((len(parameters["bf"]), m))
    a, y_pred, _, caches = lstm_forward(x, a0, parameters)
    cost = -np.sum(y * np.log(y_pred[:, :, -1])) / m
    dz = (y_pred[:, :, -1] - y) / m
    da = np.zeros(a.shape)
    da[:, :, -1] = parameters["Wy"].T @ dz
    grads = lstm_backward(da, caches)
    del grads["dx"], grads["da0"]
    grads["dWy"] = dz @ a[:, :, -1].T
    grads["dby"] = np.sum(dz, axis=1, keepdims=True)
    return cost, grads
    # END SOLUTION


def lstm_parameter_count(n_x: int, n_a: int, n_y: int) -> int:
    """Return how many numbers the ten parameters hold, weights and biases together."""
    # BEGIN SOLUTION
    return 4 * n_a * (n_a + n_x + 1) + n_y * (n_a + 1)
    # END SOLUTION
