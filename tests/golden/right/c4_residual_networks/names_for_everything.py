"""Tuples with names, dicts with further entries that share arrays, and a network by recursion."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from convhelp import conv2d, conv2d_backward, relu


class Forward(NamedTuple):
    A: np.ndarray
    cache: Any


class Cache(NamedTuple):
    X: np.ndarray
    Z1: np.ndarray
    A1: np.ndarray
    S: np.ndarray
    parameters: dict
    stride: int


class Backward(NamedTuple):
    dX: np.ndarray
    grads: Any


def shortcut_kind(input_shape: Sequence[int], filters: int, stride: int) -> str:
    if len(input_shape) != 3 or filters < 1 or stride < 1:
        raise ValueError("a shape (n_H, n_W, n_C), and filters and a stride of at least 1")
    return "identity" if stride == 1 and filters == input_shape[2] else "projection"


def identity_block_forward(
    X: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, Any]:
    W1, W2 = parameters["W1"], parameters["W2"]
    Z1 = conv2d(X, W1, parameters["b1"], 1, len(W1) // 2)
    A1 = relu(Z1)
    Z2 = conv2d(A1, W2, parameters["b2"], 1, len(W2) // 2)
    S = Z2 + X
    return Forward(relu(S), Cache(X, Z1, A1, S, parameters, 1))


def identity_block_backward(dA: np.ndarray, cache: Any) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    X, Z1, A1, S, parameters, _ = cache
    W1, W2 = parameters["W1"], parameters["W2"]
    dS = dA * (S > 0)
    dA1, dW2, db2 = conv2d_backward(dS, A1, W2, 1, len(W2) // 2)
    dZ1 = dA1 * (Z1 > 0)
    dX, dW1, db1 = conv2d_backward(dZ1, X, W1, 1, len(W1) // 2)
    dX = dX + dS
    grads = defaultdict(float, dX=dX, dS=dS, W1=W1, dW1=dW1, db1=db1, dW2=dW2, db2=db2)
    return Backward(dX, grads)


def projection_block_forward(
    X: np.ndarray, parameters: dict[str, np.ndarray], stride: int
) -> tuple[np.ndarray, Any]:
    W1, W2 = parameters["W1"], parameters["W2"]
    Z1 = conv2d(X, W1, parameters["b1"], stride, len(W1) // 2)
    A1 = relu(Z1)
    Z2 = conv2d(A1, W2, parameters["b2"], 1, len(W2) // 2)
    S = Z2 + conv2d(X, parameters["Ws"], parameters["bs"], stride, 0)
    return Forward(relu(S), Cache(X, Z1, A1, S, parameters, stride))


def projection_block_backward(
    dA: np.ndarray, cache: Any
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    X, Z1, A1, S, parameters, stride = cache
    W1, W2 = parameters["W1"], parameters["W2"]
    dS = dA * (S > 0)
    dA1, dW2, db2 = conv2d_backward(dS, A1, W2, 1, len(W2) // 2)
    dZ1 = dA1 * (Z1 > 0)
    dX_main, dW1, db1 = conv2d_backward(dZ1, X, W1, stride, len(W1) // 2)
    dX_short, dWs, _ = conv2d_backward(dS, X, parameters["Ws"], stride, 0)
    grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dWs": dWs, "dbs": db2, "dS": dS}
    return Backward(dX_main + dX_short, grads)


def resnet_forward(X: np.ndarray, blocks: list[dict[str, Any]]) -> tuple[np.ndarray, list[Any]]:
    if not blocks:
        return X, ()
    parameters, stride = blocks[0]["parameters"], blocks[0]["stride"]
    if shortcut_kind(X.shape[1:], parameters["b2"].size, stride) == "identity":
        A, cache = identity_block_forward(X, parameters)
        back = identity_block_backward
    else:
        A, cache = projection_block_forward(X, parameters, stride)
        back = projection_block_backward
    A, more = resnet_forward(A, blocks[1:])
    return A, ((back, cache), *more)


def resnet_backward(
    dA: np.ndarray, caches: list[Any]
) -> tuple[np.ndarray, list[dict[str, np.ndarray]]]:
    if not caches:
        return Backward(dA, ())
    back, cache = caches[0]
    dA, more = resnet_backward(dA, caches[1:])
    dX, grads = back(dA, cache)
    return Backward(dX, (grads, *more))


def depth_gradient_norms(
    x: np.ndarray, d_out: np.ndarray, weights: list[np.ndarray], residual: bool
) -> np.ndarray:
    h, steps = x, []
    for W in weights:
        t = np.tanh(W @ h)
        h = h + t if residual else t
        steps.append(t)
    d, norms = d_out, [np.linalg.norm(d_out)]
    for W, t in zip(reversed(weights), reversed(steps), strict=True):
        through = W.T @ (d * (1 - t**2))
        d = d + through if residual else through
        norms.append(np.linalg.norm(d))
    return tuple(map(float, reversed(norms)))


def degradation_ratio(norms: Sequence[float] | np.ndarray) -> float:
    if norms[-1] == 0:
        raise ValueError("no gradient sets out at the output")
    first, *_, last = norms
    return np.power([first / last], 1 / (len(norms) - 1))
