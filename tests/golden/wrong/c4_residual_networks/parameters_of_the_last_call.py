# expect: identity_block_forward, projection_block_forward loses
"""A cache looks up the parameters where the last call has put them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from convhelp import conv2d, conv2d_backward, relu


class Cache:
    parameters = None

    def __init__(self, *values):
        self.values = values

    def __iter__(self):
        X, Z1, A1, S, *stride = self.values
        return iter((X, Z1, A1, S, Cache.parameters, *stride))


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
    Cache.parameters = parameters
    return relu(S), Cache(X, Z1, A1, S)


def identity_block_backward(dA: np.ndarray, cache: Any) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    X, Z1, A1, S, parameters = cache
    W1, W2 = parameters["W1"], parameters["W2"]
    dS = dA * (S > 0)
    dA1, dW2, db2 = conv2d_backward(dS, A1, W2, 1, len(W2) // 2)
    dZ1 = dA1 * (Z1 > 0)
    dX, dW1, db1 = conv2d_backward(dZ1, X, W1, 1, len(W1) // 2)
    return dX + dS, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def projection_block_forward(
    X: np.ndarray, parameters: dict[str, np.ndarray], stride: int
) -> tuple[np.ndarray, Any]:
    W1, W2 = parameters["W1"], parameters["W2"]
    Z1 = conv2d(X, W1, parameters["b1"], stride, len(W1) // 2)
    A1 = relu(Z1)
    Z2 = conv2d(A1, W2, parameters["b2"], 1, len(W2) // 2)
    S = Z2 + conv2d(X, parameters["Ws"], parameters["bs"], stride, 0)
    Cache.parameters = parameters
    return relu(S), Cache(X, Z1, A1, S, stride)


def projection_block_backward(
    dA: np.ndarray, cache: Any
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    X, Z1, A1, S, parameters, stride = cache
    W1, W2 = parameters["W1"], parameters["W2"]
    dS = dA * (S > 0)
    dA1, dW2, db2 = conv2d_backward(dS, A1, W2, 1, len(W2) // 2)
    dZ1 = dA1 * (Z1 > 0)
    dX_main, dW1, db1 = conv2d_backward(dZ1, X, W1, stride, len(W1) // 2)
    dX_short, dWs, dbs = conv2d_backward(dS, X, parameters["Ws"], stride, 0)
    grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dWs": dWs, "dbs": dbs}
    return dX_main + dX_short, grads


def resnet_forward(X: np.ndarray, blocks: list[dict[str, Any]]) -> tuple[np.ndarray, list[Any]]:
    A, caches = X, []
    for block in blocks:
        parameters, stride = block["parameters"], block["stride"]
        kind = shortcut_kind(A.shape[1:], parameters["W2"].shape[3], stride)
        if kind == "identity":
            A, cache = identity_block_forward(A, parameters)
        else:
            A, cache = projection_block_forward(A, parameters, stride)
        caches.append((kind, cache))
    return A, caches


def resnet_backward(
    dA: np.ndarray, caches: list[Any]
) -> tuple[np.ndarray, list[dict[str, np.ndarray]]]:
    grads = []
    for kind, cache in reversed(caches):
        if kind == "identity":
            dA, found = identity_block_backward(dA, cache)
        else:
            dA, found = projection_block_backward(dA, cache)
        grads.append(found)
    return dA, grads[::-1]


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
    return np.array(norms[::-1])


def degradation_ratio(norms: Sequence[float] | np.ndarray) -> float:
    if norms[-1] == 0:
        raise ValueError("no gradient sets out at the output")
    return float((norms[0] / norms[-1]) ** (1 / (len(norms) - 1)))
