"""Residual blocks, forward, backward and stacked, and what gradients lose in depth, in NumPy.

Volumes are as in your convolution by hand, channels last:

    X, A, Z, S  (m, n_H, n_W, n_C)         m examples
    W           (f, f, n_C_prev, n_C)      filters; f is odd
    b           (1, 1, 1, n_C)             a bias for each filter

A block has a main path of two convolutions, which keep the size at stride 1, and a shortcut:

    Z1 = conv(X; W1, b1, stride), A1 = relu(Z1), Z2 = conv(A1; W2, b2)
    A = relu(S),  S = Z2 + X                           in an identity block (stride 1)
                  S = Z2 + conv(X; Ws, bs, stride)     in a projection block (Ws is 1 x 1)

`parameters` is a dict with the keys "W1", "b1", "W2", "b2", and in a projection block also "Ws"
and "bs". A cache holds whatever your backward function needs. `conv2d`, `conv2d_backward` and
`relu` are given: convhelp.py says what they do.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from convhelp import conv2d, conv2d_backward, relu


def shortcut_kind(input_shape: Sequence[int], filters: int, stride: int) -> str:
    """Return "identity" or "projection": what the shortcut around a block must be.

    input_shape is (n_H, n_W, n_C), without the examples; filters is the number of channels that
    come out, and stride that of the first convolution. "identity" is right exactly when stride
    is 1 and filters is n_C. Raises ValueError where input_shape has not three entries, or
    filters or stride is below 1.
    """
    # BEGIN SOLUTION
    if len(input_shape) != 3 or filters < 1 or stride < 1:
        raise ValueError("a shape (n_H, n_W, n_C), and filters and a stride of at least 1")
    return "identity" if stride == 1 and filters == input_shape[2] else "projection"
    # END SOLUTION


def identity_block_forward(
    X: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, Any]:
    """Return (A, cache): A = relu(Z2 + X), of the shape of X (m, n_H, n_W, n_C).

    Z1 = conv(X; W1, b1), A1 = relu(Z1), Z2 = conv(A1; W2, b2), each at stride 1 with a padding
    of (f − 1)/2, f being that filter's own. W1 is (f1, f1, n_C, n_1), W2 (f2, f2, n_1, n_C).
    cache is whatever identity_block_backward needs. X and parameters stay as they are.
    """
    # BEGIN SOLUTION
    W1, W2 = parameters["W1"], parameters["W2"]
    Z1 = conv2d(X, W1, parameters["b1"], 1, len(W1) // 2)
    A1 = relu(Z1)
    Z2 = conv2d(A1, W2, parameters["b2"], 1, len(W2) // 2)
    S = Z2 + X
    return relu(S), (X, Z1, A1, S, parameters)
    # END SOLUTION


def identity_block_backward(dA: np.ndarray, cache: Any) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return (dX, grads): the derivatives of a cost, given those in A.

    dA has the shape of A, and cache comes from identity_block_forward. dX has the shape of X,
    and grads holds "dW1", "db1", "dW2" and "db2", each of its parameter's shape. dA and cache
    stay as they are.
    """
    # BEGIN SOLUTION
    X, Z1, A1, S, parameters = cache
    W1, W2 = parameters["W1"], parameters["W2"]
    dS = dA * (S > 0)
    dA1, dW2, db2 = conv2d_backward(dS, A1, W2, 1, len(W2) // 2)
    dZ1 = dA1 * (Z1 > 0)
    dX, dW1, db1 = conv2d_backward(dZ1, X, W1, 1, len(W1) // 2)
    return dX + dS, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
    # END SOLUTION


def projection_block_forward(
    X: np.ndarray, parameters: dict[str, np.ndarray], stride: int
) -> tuple[np.ndarray, Any]:
    """Return (A, cache): A = relu(Z2 + conv(X; Ws, bs, stride)).

    The first convolution of the main path has the same stride, the second has stride 1; both
    are padded as in identity_block_forward. W1 is (f1, f1, n_C, n_1), W2 (f2, f2, n_1, n_2) and
    Ws (1, 1, n_C, n_2); the shortcut has no padding and no relu of its own. cache is whatever
    projection_block_backward needs. X and parameters stay as they are.
    """
    # BEGIN SOLUTION
    W1, W2 = parameters["W1"], parameters["W2"]
    Z1 = conv2d(X, W1, parameters["b1"], stride, len(W1) // 2)
    A1 = relu(Z1)
    Z2 = conv2d(A1, W2, parameters["b2"], 1, len(W2) // 2)
    S = Z2 + conv2d(X, parameters["Ws"], parameters["bs"], stride, 0)
    return relu(S), (X, Z1, A1, S, parameters, stride)
    # END SOLUTION


def projection_block_backward(
    dA: np.ndarray, cache: Any
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return (dX, grads): the derivatives of a cost, given those in A.

    As identity_block_backward; grads holds "dWs" and "dbs" as well. dA and cache stay as they
    are.
    """
    # BEGIN SOLUTION
    X, Z1, A1, S, parameters, stride = cache
    W1, W2 = parameters["W1"], parameters["W2"]
    dS = dA * (S > 0)
    dA1, dW2, db2 = conv2d_backward(dS, A1, W2, 1, len(W2) // 2)
    dZ1 = dA1 * (Z1 > 0)
    dX_main, dW1, db1 = conv2d_backward(dZ1, X, W1, stride, len(W1) // 2)
    dX_short, dWs, dbs = conv2d_backward(dS, X, parameters["Ws"], stride, 0)
    grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dWs": dWs, "dbs": dbs}
    return dX_main + dX_short, grads
    # END SOLUTION


def resnet_forward(X: np.ndarray, blocks: list[dict[str, Any]]) -> tuple[np.ndarray, list[Any]]:
    """Return (A, caches): X sent through the blocks, one after the other.

    A block is a dict {"parameters": …, "stride": …}. Its kind is what shortcut_kind says of the
    volume that reaches it, of its W2's filters and of its stride. caches is a list with one
    entry for each block, in the blocks' order. Without blocks A is X. X and blocks stay as they
    are. Uses shortcut_kind, identity_block_forward and projection_block_forward.
    """
    # BEGIN SOLUTION
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
    # END SOLUTION


def resnet_backward(
    dA: np.ndarray, caches: list[Any]
) -> tuple[np.ndarray, list[dict[str, np.ndarray]]]:
    """Return (dX, grads): the derivatives of a cost, given those in the last block's A.

    caches comes from resnet_forward. grads is a list with a dict for each block, in the order of
    the blocks on the way forward: grads[k] belongs to blocks[k]. Without blocks dX is dA. dA and
    caches stay as they are. Uses identity_block_backward and projection_block_backward.
    """
    # BEGIN SOLUTION
    grads = []
    for kind, cache in reversed(caches):
        if kind == "identity":
            dA, found = identity_block_backward(dA, cache)
        else:
            dA, found = projection_block_backward(dA, cache)
        grads.append(found)
    return dA, grads[::-1]
    # END SOLUTION


def depth_gradient_norms(
    x: np.ndarray, d_out: np.ndarray, weights: list[np.ndarray], residual: bool
) -> np.ndarray:
    """Return how long the gradient is at each depth of a stack of L layers: an array (L + 1,).

    Here columns are examples: h_0 = x (n, m), and layer l, with the l-th of the weights W_l
    (n, n), makes t_l = tanh(W_l·h_(l−1)), and h_l = h_(l−1) + t_l if residual, else h_l = t_l.
    Entry l of the result is the root of the sum of the squares of the derivatives of
    sum(d_out · h_L) in the entries of h_l; so the first belongs to x, and the last is that of
    d_out (n, m) itself. The arguments stay as they are.
    """
    # BEGIN SOLUTION
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
    # END SOLUTION


def degradation_ratio(norms: Sequence[float] | np.ndarray) -> float:
    """Return by which factor the gradient changes per layer on its way back, on average.

    norms are L + 1 ≥ 2 numbers of at least 0, as depth_gradient_norms gives them: the factor is
    (norms[0]/norms[L])^(1/L), the geometric mean. It is 0 where norms[0] is 0. Raises ValueError
    where norms[L] is 0.
    """
    # BEGIN SOLUTION
    if norms[-1] == 0:
        raise ValueError("no gradient sets out at the output")
    return float((norms[0] / norms[-1]) ** (1 / (len(norms) - 1)))
    # END SOLUTION
