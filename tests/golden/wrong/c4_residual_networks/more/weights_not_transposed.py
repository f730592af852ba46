# expect: depth_gradient_norms loses
"""On the way back W is used as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from convhelp import conv2d, conv2d_backward, conv_same
from numpy.typing import NDArray

Array = NDArray[np.float64]
Parameters = dict[str, Array]
Kind = Literal["identity", "projection"]


@dataclass(frozen=True)
class Kept:
    """What the way back needs of one block."""

    X: Array
    A1: Array
    inner: NDArray[np.bool_]
    outer: NDArray[np.bool_]
    parameters: Parameters
    stride: int


def _pad(W: Array) -> int:
    f = W.shape[0]
    assert f == W.shape[1] and f % 2 == 1, "filters are square and odd"
    return (f - 1) // 2


def _positive(Z: Array) -> tuple[Array, NDArray[np.bool_]]:
    on = Z > 0.0
    return np.where(on, Z, 0.0), on


def _check(X: Array, p: Parameters) -> None:
    assert X.ndim == 4
    assert p["W1"].shape[2] == X.shape[3]
    assert p["W1"].shape[3] == p["W2"].shape[2] == p["b1"].size
    assert p["b2"].shape == (1, 1, 1, p["W2"].shape[3])


def shortcut_kind(input_shape: tuple[int, ...], filters: int, stride: int) -> Kind:
    """Both conditions."""
    if len(input_shape) != 3:
        raise ValueError(f"expected (n_H, n_W, n_C), got {len(input_shape)} entries")
    for name, value in (("filters", filters), ("stride", stride)):
        if value <= 0:
            raise ValueError(f"{name} must be positive, got {value}")
    *_, channels = input_shape
    fits = channels == filters and stride == 1
    return "identity" if fits else "projection"


def _main(X: Array, p: Parameters, stride: int) -> tuple[Array, Array, NDArray[np.bool_]]:
    _check(X, p)
    A1, inner = _positive(conv2d(X, p["W1"], p["b1"], stride=stride, pad=_pad(p["W1"])))
    return conv_same(A1, p["W2"], p["b2"]), A1, inner


def identity_block_forward(X: Array, parameters: Parameters) -> tuple[Array, Kept]:
    Z2, A1, inner = _main(X, parameters, 1)
    assert Z2.shape == X.shape
    A, outer = _positive(X + Z2)
    return A, Kept(X, A1, inner, outer, parameters, 1)


def projection_block_forward(
    X: Array, parameters: Parameters, stride: int
) -> tuple[Array, Kept]:
    Z2, A1, inner = _main(X, parameters, stride)
    short = conv2d(X, parameters["Ws"], parameters["bs"], stride=stride)
    assert short.shape == Z2.shape
    A, outer = _positive(short + Z2)
    return A, Kept(X, A1, inner, outer, parameters, stride)


def _main_backward(dS: Array, kept: Kept) -> tuple[Array, Parameters]:
    W1, W2 = kept.parameters["W1"], kept.parameters["W2"]
    dA1, dW2, db2 = conv2d_backward(dS, kept.A1, W2, stride=1, pad=_pad(W2))
    dZ1 = np.where(kept.inner, dA1, 0.0)
    dX, dW1, db1 = conv2d_backward(dZ1, kept.X, W1, stride=kept.stride, pad=_pad(W1))
    return dX, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def identity_block_backward(dA: Array, cache: Kept) -> tuple[Array, Parameters]:
    assert dA.shape == cache.outer.shape
    dS = np.where(cache.outer, dA, 0.0)
    dX, grads = _main_backward(dS, cache)
    for name, value in grads.items():
        assert value.shape == cache.parameters[name[1:]].shape, name
    return dX + dS, grads


def projection_block_backward(dA: Array, cache: Kept) -> tuple[Array, Parameters]:
    assert dA.shape == cache.outer.shape
    dS = np.where(cache.outer, dA, 0.0)
    dX, grads = _main_backward(dS, cache)
    back, grads["dWs"], grads["dbs"] = conv2d_backward(
        dS, cache.X, cache.parameters["Ws"], stride=cache.stride, pad=0
    )
    for name, value in grads.items():
        assert value.shape == cache.parameters[name[1:]].shape, name
    return dX + back, grads


def resnet_forward(X: Array, blocks: list[dict]) -> tuple[Array, list[tuple[Kind, Kept]]]:
    caches: list[tuple[Kind, Kept]] = []
    for number, block in enumerate(blocks):
        parameters, stride = block["parameters"], block["stride"]
        _, n_H, n_W, n_C = X.shape
        kind = shortcut_kind((n_H, n_W, n_C), parameters["b2"].size, stride)
        assert (kind == "projection") == ("Ws" in parameters), f"block {number}"
        if kind == "identity":
            X, kept = identity_block_forward(X, parameters)
        else:
            X, kept = projection_block_forward(X, parameters, stride)
        caches.append((kind, kept))
    return X, caches


def resnet_backward(dA: Array, caches: list[tuple[Kind, Kept]]) -> tuple[Array, list[Parameters]]:
    grads: list[Parameters] = [{}] * len(caches)
    for number in range(len(caches) - 1, -1, -1):
        kind, kept = caches[number]
        step = {"identity": identity_block_backward, "projection": projection_block_backward}[kind]
        dA, grads[number] = step(dA, kept)
    return dA, grads


def depth_gradient_norms(
    x: Array, d_out: Array, weights: list[Array], residual: bool
) -> Array:
    assert x.shape == d_out.shape
    slopes: list[Array] = []
    h = x
    for W in weights:
        assert W.shape == (len(x), len(x))
        t = np.tanh(W @ h)
        slopes.append(1.0 - np.square(t))
        h = h + t if residual else t
    L = len(weights)
    gradients = [d_out]
    for back in range(L):
        d = gradients[-1]
        step = weights[L - 1 - back] @ (slopes[L - 1 - back] * d)
        gradients.append(d + step if residual else step)
    norms = np.array([np.linalg.norm(d, "fro") for d in reversed(gradients)])
    assert norms.shape == (L + 1,)
    return norms


def degradation_ratio(norms: list[float] | Array) -> float:
    start, end = float(norms[0]), float(norms[-1])
    if end == 0.0:
        raise ValueError("no gradient at the output")
    layers = len(norms) - 1
    assert layers >= 1
    return 0.0 if start == 0.0 else float(np.exp(np.log(start / end) / layers))
