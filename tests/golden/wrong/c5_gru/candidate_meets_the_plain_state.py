# expect: gru_cell_backward, gru_backward loses
"""dWc is made with the state before the reset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from gatehelp import sigmoid

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Affine:
    """A matrix, cut into what meets the state and what meets the input, and a bias."""

    state: Array
    input: Array
    bias: Array

    @classmethod
    def of(cls, parameters: dict[str, Array], gate: str) -> Affine:
        W = parameters["W" + gate]
        return cls(W[:, : W.shape[0]], W[:, W.shape[0] :], parameters["b" + gate])

    def __call__(self, c: Array, x: Array) -> Array:
        return self.state @ c + self.input @ x + self.bias


@dataclass(frozen=True)
class StepCache:
    c: Array
    x: Array
    r: Array
    u: Array
    h: Array
    layers: dict[str, Affine]


def gru_cell_forward(
    xt: Array, c_prev: Array, parameters: dict[str, Array]
) -> tuple[Array, StepCache]:
    layers = {gate: Affine.of(parameters, gate) for gate in "ruc"}
    r = sigmoid(layers["r"](c_prev, xt))
    u = sigmoid(layers["u"](c_prev, xt))
    h = np.tanh(layers["c"](r * c_prev, xt))
    return c_prev + u * (h - c_prev), StepCache(c_prev, xt, r, u, h, layers)


def gru_forward(
    x: Array, c0: Array, parameters: dict[str, Array]
) -> tuple[Array, list[StepCache]]:
    caches: list[StepCache] = []
    c = np.zeros((c0.shape[0], x.shape[1], x.shape[2]))
    before = c0
    for t in range(x.shape[2]):
        before, cache = gru_cell_forward(x[..., t], before, parameters)
        c[..., t] = before
        caches.append(cache)
    return c, caches


def gru_cell_backward(dc_next: Array, cache: StepCache) -> dict[str, Array]:
    k, L = cache, cache.layers
    dzc = dc_next * k.u * (1.0 - k.h**2)
    dzu = dc_next * (k.h - k.c) * (k.u * (1.0 - k.u))
    dk = L["c"].state.T @ dzc
    dzr = dk * k.c * (k.r * (1.0 - k.r))
    grads: dict[str, Any] = {
        "dxt": L["r"].input.T @ dzr + L["u"].input.T @ dzu + L["c"].input.T @ dzc,
        "dc_prev": (1.0 - k.u) * dc_next
        + k.r * dk
        + L["r"].state.T @ dzr
        + L["u"].state.T @ dzu,
    }
    for gate, dz, state in (("r", dzr, k.c), ("u", dzu, k.c), ("c", dzc, k.c)):
        grads["dW" + gate] = np.hstack([dz @ state.T, dz @ k.x.T])
        grads["db" + gate] = dz @ np.ones((dz.shape[1], 1))
    return grads


def gru_backward(dc: Array, caches: list[StepCache]) -> dict[str, Array]:
    n_x, m = caches[0].x.shape
    dx = np.zeros((n_x, m, len(caches)))
    later = np.zeros(dc.shape[:2])
    total: dict[str, Array] = {}
    for t, cache in reversed(list(enumerate(caches))):
        grads = gru_cell_backward(dc[..., t] + later, cache)
        dx[..., t] = grads.pop("dxt")
        later = grads.pop("dc_prev")
        for name, slope in grads.items():
            total[name] = slope if name not in total else total[name] + slope
    return {"dx": dx, "dc0": later, **total}


def recurrent_parameter_count(kind: str, n_x: int, n_a: int) -> int:
    match kind:
        case "rnn":
            parts = 1
        case "gru":
            parts = 3
        case "lstm":
            parts = 4
        case _:
            raise ValueError(f"no cell of kind {kind!r}")
    return parts * (n_a**2 + n_a * n_x + n_a)
