# expect: rnn_train_step loses
"""Along the gradient, without a bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Parameters = Mapping[str, Array]


@dataclass(frozen=True)
class Moment:
    """One step, as its way back needs it."""

    slope: Array
    before: Array
    seen: Array
    Waa: Array
    Wax: Array


@dataclass(frozen=True)
class Film:
    """All steps."""

    moments: tuple[Moment, ...]


def softmax(z: Array) -> Array:
    top = z.max(axis=0)
    e = np.exp(z - top[np.newaxis, :])
    return e * (1.0 / e.sum(axis=0))[np.newaxis, :]


def _step(xt: Array, a_prev: Array, p: Parameters) -> tuple[Array, Moment]:
    a_next = np.tanh(p["Waa"] @ a_prev + (p["Wax"] @ xt + p["ba"]))
    moment = Moment((1 - a_next) * (1 + a_next), a_prev.copy(), xt.copy(), p["Waa"], p["Wax"])
    return a_next, moment


def _outputs(a: Array, p: Parameters) -> Array:
    return softmax(p["Wya"] @ a + p["by"])


def rnn_cell_forward(xt: Array, a_prev: Array, parameters: Parameters) -> tuple[Array, Array, Moment]:
    a_next, moment = _step(xt, a_prev, parameters)
    return a_next, _outputs(a_next, parameters), moment


def rnn_forward(x: Array, a0: Array, parameters: Parameters) -> tuple[Array, Array, Film]:
    states, moments = [a0], []
    for xt in np.transpose(x, (2, 0, 1)):
        state, moment = _step(xt, states[-1], parameters)
        states.append(state)
        moments.append(moment)
    y_pred = np.stack([_outputs(state, parameters) for state in states[1:]], axis=-1)
    return np.stack(states[1:], axis=-1), y_pred, Film(tuple(moments))


def rnn_cell_backward(da_next: Array, cache: Any) -> dict[str, Array]:
    if isinstance(cache, tuple):
        a_next, a_prev, xt, p = cache
        cache = Moment(1 - a_next**2, a_prev, xt, p["Waa"], p["Wax"])
    dz = cache.slope * da_next
    return {
        "dxt": cache.Wax.T @ dz,
        "da_prev": cache.Waa.T @ dz,
        "dWax": dz @ cache.seen.T,
        "dWaa": dz @ cache.before.T,
        "dba": dz.sum(axis=1)[:, np.newaxis],
    }


def rnn_backward(da: Array, caches: Any) -> dict[str, Array]:
    moments = caches[0] if isinstance(caches, tuple) else caches.moments
    T = da.shape[-1]
    dx: list[Array] = []
    sums: dict[str, Array] = {}
    arriving = np.zeros_like(da[..., 0])
    for t in range(T - 1, -1, -1):
        one = rnn_cell_backward(arriving + da[..., t], moments[t])
        arriving = one["da_prev"]
        dx.insert(0, one["dxt"])
        for name in ("dWax", "dWaa", "dba"):
            sums[name] = sums.get(name, 0.0) + one[name]
    return {"dx": np.stack(dx, axis=-1), "da0": arriving, **sums}


def output_cost_and_grads(
    y_pred: Array, y: Array, a: Array, parameters: Parameters
) -> tuple[float, Array, dict[str, Array]]:
    count = y.shape[1] * y.shape[2]
    right = np.take_along_axis(y_pred, np.argmax(y, axis=0)[np.newaxis], axis=0)
    cost = float(np.mean(-np.log(np.clip(right, 1e-15, None))))
    error = (y_pred - y) / count
    da = np.tensordot(parameters["Wya"], error, axes=([0], [0]))
    dWya = np.tensordot(error, a, axes=([1, 2], [1, 2]))
    return cost, da, {"dWya": dWya, "dby": error.sum(axis=2).sum(axis=1, keepdims=True)}


def _positive(bound: float, name: str) -> None:
    if not bound > 0:
        raise ValueError(f"{name} must be positive, got {bound}")


def clip_gradients(gradients: Parameters, max_value: float) -> dict[str, Array]:
    _positive(max_value, "max_value")
    return {
        name: np.minimum(np.maximum(value, -max_value), max_value)
        for name, value in gradients.items()
    }


def clip_by_global_norm(gradients: Parameters, max_norm: float) -> tuple[dict[str, Array], float]:
    _positive(max_norm, "max_norm")
    norm = float(np.sqrt(np.sum([np.square(value).sum() for value in gradients.values()])))
    factor = min(1.0, max_norm / norm) if norm else 1.0
    return {name: factor * value for name, value in gradients.items()}, norm


def gradient_norms_through_time(
    x: Array, a0: Array, parameters: Parameters, da_last: Array
) -> Array:
    state, moments = a0, []
    for t in range(x.shape[2]):
        state, moment = _step(x[:, :, t], state, parameters)
        moments.append(moment)
    d, found = da_last, [da_last]
    for moment in moments[::-1]:
        d = moment.Waa.T @ (d * moment.slope)
        found.append(d)
    return np.sqrt([np.sum(one**2) for one in reversed(found)])


def rnn_train_step(
    x: Array, y: Array, a0: Array, parameters: Parameters, learning_rate: float, max_value: float
) -> tuple[dict[str, Array], float]:
    a, y_pred, film = rnn_forward(x, a0, parameters)
    cost, da, grads = output_cost_and_grads(y_pred, y, a, parameters)
    grads = grads | rnn_backward(da, film)
    wanted = {name: grads[f"d{name}"] for name in parameters}
    clipped = clip_gradients(wanted, max_value)
    return {name: p + learning_rate * wanted[name] for name, p in parameters.items()}, cost
