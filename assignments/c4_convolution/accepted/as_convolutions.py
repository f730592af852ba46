# The way back as convolutions: dZ with zeros between its entries, over turned filters.

import numpy as np


def conv_output_size(n, f, pad=0, stride=1):
    for value, least in ((n, 1), (f, 1), (pad, 0), (stride, 1)):
        if value < least:
            raise ValueError(f"{value} < {least}")
    size = int(np.floor_divide(n + 2 * pad - f, stride)) + 1
    if size < 1:
        raise ValueError("nothing fits")
    return size


def same_padding(f):
    if f in range(1, f + 1, 2):
        return np.int64(f - 1) // 2
    raise ValueError(f)


def zero_pad(X, pad):
    rows = np.zeros((X.shape[0], pad, X.shape[2], X.shape[3]))
    X = np.concatenate((rows, X, rows), axis=1)
    columns = np.zeros((X.shape[0], X.shape[1], pad, X.shape[3]))
    return np.concatenate((columns, X, columns), axis=2)


def conv_single_step(a_slice, W, b):
    return (np.multiply(a_slice, W).sum() + b).item()


def correlate(A, W):
    """All windows at a stride of 1, nothing padded."""
    f, g = W.shape[:2]
    rows, columns = A.shape[1] - f + 1, A.shape[2] - g + 1
    found = np.zeros((A.shape[0], rows, columns, W.shape[3]))
    for u in range(f):
        for v in range(g):
            found += A[:, u : u + rows, v : v + columns] @ W[u, v]
    return found


def conv_forward(A_prev, W, b, hparameters):
    Z = conv_forward_fast(A_prev, W, b, hparameters)
    return Z, (A_prev.copy(), W.copy(), b.copy(), dict(hparameters))


def conv_forward_fast(A_prev, W, b, hparameters):
    s, p = hparameters["stride"], hparameters["pad"]
    for n in A_prev.shape[1:3]:
        conv_output_size(n, W.shape[0], p, s)
    return correlate(zero_pad(A_prev, p), W)[:, ::s, ::s] + b


def conv_backward(dZ, cache):
    A_prev, W, b, hparameters = cache
    s, p, f = hparameters["stride"], hparameters["pad"], W.shape[0]
    A = zero_pad(A_prev, p)
    wide = np.zeros((dZ.shape[0], A.shape[1] - f + 1, A.shape[2] - f + 1, dZ.shape[3]))
    wide[:, ::s, ::s] = dZ
    dA = correlate(zero_pad(wide, f - 1), W[::-1, ::-1].transpose(0, 1, 3, 2))
    dW = correlate(A.transpose(3, 1, 2, 0), wide.transpose(1, 2, 0, 3)).transpose(1, 2, 0, 3)
    db = np.tensordot(np.ones(dZ.shape[:3]), dZ, 3).reshape(b.shape)
    return dA[:, p : p + A_prev.shape[1], p : p + A_prev.shape[2]], dW, db


def pool_forward(A_prev, hparameters, mode="max"):
    if mode == "average":
        f, n_C = hparameters["f"], A_prev.shape[3]
        W = np.einsum("uv,kc->uvkc", np.full((f, f), 1 / f**2), np.eye(n_C))
        A = conv_forward_fast(A_prev, W, 0, {"stride": hparameters["stride"], "pad": 0})
    elif mode == "max":
        f, s = hparameters["f"], hparameters["stride"]
        n_H, n_W = (
            conv_output_size(A_prev.shape[1], f, 0, s),
            conv_output_size(A_prev.shape[2], f, 0, s),
        )
        A = np.full((len(A_prev), n_H, n_W, A_prev.shape[3]), -np.inf)
        for u in range(f):
            for v in range(f):
                A = np.maximum(A, A_prev[:, u:, v:][:, ::s, ::s][:, :n_H, :n_W])
    else:
        raise ValueError(mode)
    return A, (A_prev, A, hparameters["f"], hparameters["stride"])


def pool_backward(dA, cache, mode="max"):
    A_prev, A, f, s = cache
    (_, n_H, n_W, _), found = dA.shape, np.zeros(A_prev.shape)
    left = np.ones(A.shape, dtype=bool)
    for u in reversed(range(f)):
        for v in reversed(range(f)):
            where = np.s_[:, u : u + s * n_H : s, v : v + s * n_W : s]
            if mode == "max":
                now = left & (A_prev[where] == A)
                left &= ~now
                found[where] += dA * now
            else:
                found[where] += dA / (f * f)
    return found


def cnn_cost_and_grads(X, Y, parameters):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    m, p = X.shape[0], W1.shape[0] // 2
    Z1, c1 = conv_forward(X, W1, b1, {"stride": 1, "pad": p})
    A1 = (np.abs(Z1) + Z1) / 2
    P1, c2 = pool_forward(A1, {"f": 2, "stride": 2})
    F = P1.reshape(m, np.prod(P1.shape[1:]))
    S = F @ W2.T + np.squeeze(b2, axis=1)
    logP = S - np.logaddexp.reduce(S, axis=1)[:, np.newaxis]
    J = -logP[Y.astype(bool)].mean()
    dS = np.exp(logP)
    dS[np.arange(m), Y.argmax(axis=1)] -= 1
    dS /= m
    dP1 = np.reshape(dS @ W2, P1.shape)
    dZ1 = np.heaviside(Z1, 0.5) * pool_backward(dP1, c2)
    dW1, db1 = conv_backward(dZ1, c1)[1:]
    grads = {
        "dS": dS,
        "dW1": dW1,
        "db1": db1,
        "dW2": np.dot(dS.T, F),
        "db2": dS.sum(axis=0).reshape(b2.shape),
    }
    return [np.array([[J]]), grads]
