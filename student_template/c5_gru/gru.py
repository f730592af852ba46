"""Gated recurrent unit: a state that two gates guard, forward and backward through time, in NumPy.

A step takes columns of examples:

    xt                (n_x, m)             m examples
    c_prev, c_next    (n_a, m)             the state before and after the step

and a sequence has time along its last axis, x (n_x, m, T) and c (n_a, m, T). `parameters` is a
dict with "Wr", "Wu", "Wc" (n_a, n_a + n_x), whose first n_a columns meet the state, and "br",
"bu", "bc" (n_a, 1). With [a; b] for a on top of b and ∘ for a product entry by entry,

    r = σ(Wr [c_prev; xt] + br)            reset gate
    u = σ(Wu [c_prev; xt] + bu)            update gate
    cand = tanh(Wc [r ∘ c_prev; xt] + bc)  candidate
    c_next = u ∘ cand + (1 − u) ∘ c_prev   u = 1 writes

A cache holds whatever your backward function needs. `sigmoid` is given: gatehelp.py says what it
does.
"""

from typing import Any

import numpy as np
from gatehelp import sigmoid


def gru_cell_forward(
    xt: np.ndarray, c_prev: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, Any]:
    """Return (c_next, cache): the state (n_a, m) after one step.

    xt is (n_x, m) and c_prev (n_a, m). cache is whatever gru_cell_backward needs. xt, c_prev and
    parameters stay as they are.
    """
    raise NotImplementedError


def gru_forward(
    x: np.ndarray, c0: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, Any]:
    """Return (c, caches): the states (n_a, m, T) after each of the T steps.

    x is (n_x, m, T), and c0 (n_a, m) is the state before the first step; c[:, :, t] is the state
    after the step that reads x[:, :, t]. caches is whatever gru_backward needs. x, c0 and
    parameters stay as they are. Uses gru_cell_forward.
    """
    raise NotImplementedError


def gru_cell_backward(dc_next: np.ndarray, cache: Any) -> dict[str, np.ndarray]:
    """Return the derivatives of a cost, given those in c_next.

    dc_next is (n_a, m), and cache comes from gru_cell_forward. The dict holds "dxt" (n_x, m),
    "dc_prev" (n_a, m), and "dWr", "dbr", "dWu", "dbu", "dWc", "dbc", each of its parameter's
    shape, summed over the examples. dc_next and cache stay as they are.
    """
    raise NotImplementedError


def gru_backward(dc: np.ndarray, caches: Any) -> dict[str, np.ndarray]:
    """Return the derivatives of a cost, given those that reach the states from outside.

    dc is (n_a, m, T): dc[:, :, t] holds the derivatives in c[:, :, t] along the ways that lead
    through no later state. caches comes from gru_forward. The dict holds "dx" (n_x, m, T), "dc0"
    (n_a, m), and "dWr", "dbr", "dWu", "dbu", "dWc", "dbc", each of its parameter's shape, summed
    over examples and steps. dc and caches stay as they are. Uses gru_cell_backward.
    """
    raise NotImplementedError


def recurrent_parameter_count(kind: str, n_x: int, n_a: int) -> int:
    """Return how many numbers a cell with n_x inputs and n_a units learns, as an int.

    kind is "rnn", "gru" or "lstm": 1, 3 or 4 weight matrices (n_a, n_a + n_x), each with a bias
    (n_a, 1). No output layer is counted. Raises ValueError for any other kind.
    """
    raise NotImplementedError
