"""Convolution and pooling, forward and backward, and a small network of them, in NumPy.

The first axis counts examples, and the last one channels:

    A_prev       (m, n_H_prev, n_W_prev, n_C_prev)  what a layer is given: m volumes
    W            (f, f, n_C_prev, n_C)              n_C filters, each as deep as A_prev
    b            (1, 1, 1, n_C)                     a bias for each filter
    Z, A         (m, n_H, n_W, n_C)                 what it gives: a channel for each filter
    hparameters  {"stride": s, "pad": p} of a convolution, {"f": f, "stride": s} of a pooling layer

A window of output (h, w) starts at row h·stride and column w·stride of the padded volume. Filters
are not flipped. Gradients belong to the cost: nothing here divides by m but the cost itself.

A cache is whatever a backward step wants to know of its forward step: your own business.
(A_prev, W, b, hparameters) and (A_prev, hparameters) will do.
"""

from typing import Any

import numpy as np


def conv_output_size(n: int, f: int, pad: int = 0, stride: int = 1) -> int:
    """Return how many windows of f cells fit along a side of n cells, as a whole number.

    pad zeros stand at both ends of the side, and the windows start at every stride-th cell. A
    window that sticks out does not count. ValueError if n, f or stride is below 1, pad below 0,
    or not even one window fits. All are whole numbers, Python's or NumPy's.
    """
    # BEGIN SOLUTION
    if n < 1 or f < 1 or stride < 1 or pad < 0:
        raise ValueError("n, f and stride are at least 1, and pad at least 0")
    if f > n + 2 * pad:
        raise ValueError(f"a window of {f} does not fit into {n} cells with {pad} zeros around")
    return (n + 2 * pad - f) // stride + 1
    # END SOLUTION


def same_padding(f: int) -> int:
    """Return the pad with which windows of f cells keep every side as long as it is, at stride 1.

    A whole number. ValueError if f is even or below 1.
    """
    # BEGIN SOLUTION
    if f < 1 or f % 2 == 0:
        raise ValueError(f"no padding keeps the size with windows of {f}")
    return (f - 1) // 2
    # END SOLUTION


def zero_pad(X: np.ndarray, pad: int) -> np.ndarray:
    """Return the volumes X (m, n_H, n_W, n_C) with pad rows and columns of zeros on every side.

    (m, n_H + 2·pad, n_W + 2·pad, n_C). With pad = 0 you may return X itself. X stays as it is.
    """
    # BEGIN SOLUTION
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    # END SOLUTION


def conv_single_step(a_slice: np.ndarray, W: np.ndarray, b: np.ndarray) -> float:
    """Return what one filter says of one window: the sum of all products, plus the bias.

    a_slice and W (f, f, n_C_prev), b (1, 1, 1). A number.
    """
    # BEGIN SOLUTION
    return float(np.sum(a_slice * W) + b[0, 0, 0])
    # END SOLUTION


def conv_forward(
    A_prev: np.ndarray, W: np.ndarray, b: np.ndarray, hparameters: dict[str, int]
) -> tuple[np.ndarray, Any]:
    """Return (Z, cache): the convolution of every volume with every filter.

    A_prev (m, n_H_prev, n_W_prev, n_C_prev), W (f, f, n_C_prev, n_C), b (1, 1, 1, n_C);
    hparameters has "stride" and "pad"; Z (m, n_H, n_W, n_C). ValueError if the filters don't fit.
    The cache is for conv_backward. All arguments stay as they are. Loops are fine here. Uses
    conv_output_size, zero_pad and conv_single_step.
    """
    # BEGIN SOLUTION
    stride, pad = hparameters["stride"], hparameters["pad"]
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    n_H = conv_output_size(n_H_prev, f, pad, stride)
    n_W = conv_output_size(n_W_prev, f, pad, stride)
    padded = zero_pad(A_prev, pad)
    Z = np.zeros((m, n_H, n_W, n_C))
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                top, left = h * stride, w * stride
                a_slice = padded[i, top : top + f, left : left + f]
                for c in range(n_C):
                    Z[i, h, w, c] = conv_single_step(a_slice, W[..., c], b[..., c])
    return Z, (A_prev, W, b, hparameters)
    # END SOLUTION


def conv_forward_fast(
    A_prev: np.ndarray, W: np.ndarray, b: np.ndarray, hparameters: dict[str, int]
) -> np.ndarray:
    """Return Z, the same numbers as those of conv_forward, without its loops.

    Arguments as in conv_forward; Z (m, n_H, n_W, n_C) alone, and no cache. A loop may run over
    the f·f cells of a filter, and over nothing else, neither here nor in what is called. All
    arguments stay as they are. Uses conv_output_size and zero_pad.
    """
    # BEGIN SOLUTION
    stride, pad = hparameters["stride"], hparameters["pad"]
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    n_H = conv_output_size(n_H_prev, f, pad, stride)
    n_W = conv_output_size(n_W_prev, f, pad, stride)
    padded = zero_pad(A_prev, pad)
    Z = np.zeros((m, n_H, n_W, n_C))
    for u in range(f):
        for v in range(f):
            met = padded[:, u : u + stride * n_H : stride, v : v + stride * n_W : stride]
            Z += met @ W[u, v]
    return Z + b
    # END SOLUTION


def conv_backward(dZ: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (dA_prev, dW, db): the derivatives of a cost, given those in Z.

    dZ (m, n_H, n_W, n_C) holds the derivatives of the cost in the entries of Z, and cache comes
    from conv_forward. dA_prev, dW and db have the shapes of A_prev, W and b; dW and db are sums
    over all windows and examples. dZ and cache stay as they are. Loops are fine here. Uses
    zero_pad.
    """
    # BEGIN SOLUTION
    A_prev, W, _, hparameters = cache
    stride, pad = hparameters["stride"], hparameters["pad"]
    f, (_, n_H_prev, n_W_prev, _) = W.shape[0], A_prev.shape
    _, n_H, n_W, _ = dZ.shape
    padded = zero_pad(A_prev, pad)
    d_padded, dW = np.zeros(padded.shape), np.zeros(W.shape)
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            d = dZ[:, h, w]
            met = padded[:, top : top + f, left : left + f]
            d_padded[:, top : top + f, left : left + f] += np.tensordot(d, W, axes=(1, 3))
            dW += np.tensordot(met, d, axes=(0, 0))
    dA_prev = d_padded[:, pad : pad + n_H_prev, pad : pad + n_W_prev]
    return dA_prev, dW, np.sum(dZ, axis=(0, 1, 2), keepdims=True)
    # END SOLUTION


def pool_forward(
    A_prev: np.ndarray, hparameters: dict[str, int], mode: str = "max"
) -> tuple[np.ndarray, Any]:
    """Return (A, cache): the largest number of each window, or the average, channel by channel.

    A_prev (m, n_H_prev, n_W_prev, n_C); hparameters has "f" and "stride"; mode is "max" or
    "average"; nothing is padded. A (m, n_H, n_W, n_C). ValueError for any other mode, and if the
    window doesn't fit. The cache is for pool_backward. All arguments stay as they are. Uses
    conv_output_size.
    """
    # BEGIN SOLUTION
    if mode not in ("max", "average"):
        raise ValueError(f'mode must be "max" or "average", not {mode!r}')
    f, stride = hparameters["f"], hparameters["stride"]
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    n_H = conv_output_size(n_H_prev, f, 0, stride)
    n_W = conv_output_size(n_W_prev, f, 0, stride)
    A = np.zeros((m, n_H, n_W, n_C))
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            window = A_prev[:, top : top + f, left : left + f]
            if mode == "max":
                A[:, h, w] = np.max(window, axis=(1, 2))
            else:
                A[:, h, w] = np.mean(window, axis=(1, 2))
    return A, (A_prev, hparameters)
    # END SOLUTION


def pool_backward(dA: np.ndarray, cache: Any, mode: str = "max") -> np.ndarray:
    """Return dA_prev: the derivatives of a cost in what was pooled, given those in A.

    dA (m, n_H, n_W, n_C), and cache comes from pool_forward with this mode. In a window, "max"
    passes all of dA to the cell that was the largest, and "average" the same share to each of the
    f·f cells; what a cell gets from several windows is added up. Of several largest cells each may
    get all of dA, or they may share it in any way. dA and cache stay as they are.
    """
    # BEGIN SOLUTION
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    _, n_H, n_W, _ = dA.shape
    dA_prev = np.zeros(A_prev.shape)
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            d = dA[:, h : h + 1, w : w + 1]
            if mode == "max":
                window = A_prev[:, top : top + f, left : left + f]
                share = d * (window == np.max(window, axis=(1, 2), keepdims=True))
            else:
                share = d / f**2
            dA_prev[:, top : top + f, left : left + f] += share
    return dA_prev
    # END SOLUTION


def cnn_cost_and_grads(
    X: np.ndarray, Y: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[float, dict[str, np.ndarray]]:
    """Return (cost, grads) of a small convolutional network on one batch.

    X (m, n_H, n_W, n_C_prev), Y (m, C) one-hot. A convolution with W1 (f, f, n_C_prev, n_C) and
    b1 (1, 1, 1, n_C), f odd, that keeps the size; relu; max pooling of 2 × 2 at a stride of 2;
    each example's volume in one row, in NumPy's own order; scores with W2 (C, d) and b2 (C, 1);
    softmax. The cost is the cross-entropy, averaged over the examples. grads holds its derivatives
    under "dW1", "db1", "dW2" and "db2", each of its parameter's shape. Right for scores up to
    10,000 in size. All arguments stay as they are. Uses same_padding, conv_forward,
    conv_backward, pool_forward and pool_backward.
    """
    # BEGIN SOLUTION
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    m = X.shape[0]
    Z1, conv_cache = conv_forward(X, W1, b1, {"stride": 1, "pad": same_padding(W1.shape[0])})
    P1, pool_cache = pool_forward(np.maximum(0.0, Z1), {"f": 2, "stride": 2})
    flat = P1.reshape(m, -1)
    scores = flat @ W2.T + b2.T
    scores = scores - np.max(scores, axis=1, keepdims=True)
    logs = scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))
    cost = float(-np.sum(Y * logs) / m)
    d_scores = (np.exp(logs) - Y) / m
    dP1 = (d_scores @ W2).reshape(P1.shape)
    dZ1 = pool_backward(dP1, pool_cache) * (Z1 > 0)
    _, dW1, db1 = conv_backward(dZ1, conv_cache)
    db2 = np.sum(d_scores, axis=0, keepdims=True).T
    return cost, {"dW1": dW1, "db1": db1, "dW2": d_scores.T @ flat, "db2": db2}
    # END SOLUTION
