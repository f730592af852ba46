# expect: resnet_forward loses
"""A block is an identity if it gives the shape that it got: one pixel at stride 2 is taken for one."""

import numpy as np
from convhelp import conv2d, conv2d_backward, relu


def shortcut_kind(input_shape, filters, stride):
    if len(input_shape) != 3 or filters < 1 or stride < 1:
        raise ValueError("a shape of three entries, and filters and a stride of at least 1")
    return "identity" if stride == 1 and filters == input_shape[2] else "projection"


def identity_block_forward(X, parameters):
    W1, W2 = parameters["W1"], parameters["W2"]
    Z1 = conv2d(X, W1, parameters["b1"], 1, (W1.shape[0] - 1) // 2)
    A1 = relu(Z1)
    Z2 = conv2d(A1, W2, parameters["b2"], 1, (W2.shape[0] - 1) // 2)
    S = Z2 + X
    return relu(S), (X, Z1, A1, S, parameters)


def identity_block_backward(dA, cache):
    X, Z1, A1, S, parameters = cache
    W1, W2 = parameters["W1"], parameters["W2"]
    dS = dA * (S > 0)
    dA1, dW2, db2 = conv2d_backward(dS, A1, W2, 1, (W2.shape[0] - 1) // 2)
    dZ1 = dA1 * (Z1 > 0)
    dX, dW1, db1 = conv2d_backward(dZ1, X, W1, 1, (W1.shape[0] - 1) // 2)
    return dX + dS, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def projection_block_forward(X, parameters, stride):
    W1, W2 = parameters["W1"], parameters["W2"]
    Z1 = conv2d(X, W1, parameters["b1"], stride, (W1.shape[0] - 1) // 2)
    A1 = relu(Z1)
    Z2 = conv2d(A1, W2, parameters["b2"], 1, (W2.shape[0] - 1) // 2)
    S = Z2 + conv2d(X, parameters["Ws"], parameters["bs"], stride, 0)
    return relu(S), (X, Z1, A1, S, parameters, stride)


def projection_block_backward(dA, cache):
    X, Z1, A1, S, parameters, stride = cache
    W1, W2, Ws = parameters["W1"], parameters["W2"], parameters["Ws"]
    dS = dA * (S > 0)
    dA1, dW2, db2 = conv2d_backward(dS, A1, W2, 1, (W2.shape[0] - 1) // 2)
    dZ1 = dA1 * (Z1 > 0)
    dX, dW1, db1 = conv2d_backward(dZ1, X, W1, stride, (W1.shape[0] - 1) // 2)
    dX_short, dWs, dbs = conv2d_backward(dS, X, Ws, stride, 0)
    grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dWs": dWs, "dbs": dbs}
    return dX + dX_short, grads


def resnet_forward(X, blocks):
    A, caches = X, []
    for block in blocks:
        parameters, stride = block["parameters"], block["stride"]
        _, rows, columns, channels = A.shape
        after = ((rows - 1) // stride + 1, (columns - 1) // stride + 1, parameters["W2"].shape[3])
        kind = "identity" if after == (rows, columns, channels) else "projection"
        if kind == "identity":
            A, cache = identity_block_forward(A, parameters)
        else:
            A, cache = projection_block_forward(A, parameters, stride)
        caches.append((kind, cache))
    return A, caches


def resnet_backward(dA, caches):
    grads = []
    for kind, cache in reversed(caches):
        back = identity_block_backward if kind == "identity" else projection_block_backward
        dA, one = back(dA, cache)
        grads.append(one)
    return dA, grads[::-1]


def depth_gradient_norms(x, d_out, weights, residual):
    h, ts = x, []
    for W in weights:
        t = np.tanh(W @ h)
        ts.append(t)
        h = h + t if residual else t
    d = d_out
    norms = [np.linalg.norm(d)]
    for W, t in zip(weights[::-1], ts[::-1], strict=True):
        back = W.T @ (d * (1 - t**2))
        d = d + back if residual else back
        norms.append(np.linalg.norm(d))
    return np.array(norms[::-1])


def degradation_ratio(norms):
    first, last = norms[0], norms[-1]
    if last == 0:
        raise ValueError("the last norm is 0")
    return (first / last) ** (1 / (len(norms) - 1))
