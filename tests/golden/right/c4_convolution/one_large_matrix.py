"""A convolution as one large matrix, and a pooling layer whose cache is its way back."""
import numpy as np


def conv_output_size(n, f, pad=0, stride=1):
    for name, value, least in (("n", n, 1), ("f", f, 1), ("pad", pad, 0), ("stride", stride, 1)):
        if value < least:
            raise ValueError(f"{name} must be at least {least}")
    size = int(np.floor((n + 2 * pad - f) / stride)) + 1
    if size < 1:
        raise ValueError("does not fit")
    return size


def same_padding(f):
    if f < 1 or f % 2 == 0:
        raise ValueError("f must be odd")
    return int((f - 1) / 2)


def zero_pad(X, pad):
    return np.pad(X, ((0,), (pad,), (pad,), (0,)), mode="constant", constant_values=0)


def conv_single_step(a_slice, W, b):
    return np.squeeze(np.sum(np.multiply(a_slice, W), keepdims=True) + b)


class Conv:
    def __init__(self, W, b, stride, pad):
        self.W, self.b, self.stride, self.pad = W, b, stride, pad
        self.f = W.shape[0]

    def matrix(self, n_H, n_W, k):
        """Dense matrix (padded cells, outputs) of the layer."""
        H, Wd = n_H + 2 * self.pad, n_W + 2 * self.pad
        h, w = (conv_output_size(n, self.f, self.pad, self.stride) for n in (n_H, n_W))
        out = self.W.shape[3]
        M = np.zeros((H, Wd, k, h, w, out))
        for r in range(h):
            for c in range(w):
                M[r * self.stride:r * self.stride + self.f, c * self.stride:c * self.stride + self.f, :, r, c, :] = self.W
        return M.reshape(H * Wd * k, h * w * out), (h, w, out)

    def forward(self, X):
        m, n_H, n_W, k = X.shape
        M, size = self.matrix(n_H, n_W, k)
        Z = zero_pad(X, self.pad).reshape(m, -1) @ M
        return Z.reshape(m, *size) + self.b, (self, X)

    def backward(self, X, dZ):
        m, n_H, n_W, k = X.shape
        M, _ = self.matrix(n_H, n_W, k)
        P = zero_pad(X, self.pad)
        dP = (dZ.reshape(m, -1) @ M.T).reshape(P.shape)
        dW = np.zeros_like(self.W)
        for u, v in np.ndindex(self.f, self.f):
            part = P[:, u:, v:][:, ::self.stride, ::self.stride][:, :dZ.shape[1], :dZ.shape[2]]
            dW[u, v] = np.einsum("ihwk,ihwc->kc", part, dZ)
        return dP[:, self.pad:self.pad + n_H, self.pad:self.pad + n_W], dW, dZ.sum(0).sum(0).sum(0)[None, None, None]


def conv_forward(A_prev, W, b, hparameters):
    return Conv(W, b, **hparameters).forward(A_prev)


def conv_forward_fast(A_prev, W, b, hparameters):
    stride, pad = hparameters["stride"], hparameters["pad"]
    f = W.shape[0]
    h, w = (conv_output_size(n, f, pad, stride) for n in A_prev.shape[1:3])
    P = zero_pad(A_prev, pad)
    Z = sum(np.tensordot(P[:, u:, v:][:, ::stride, ::stride][:, :h, :w], W[u, v], 1) for u in range(f) for v in range(f))
    return Z + b


def conv_backward(dZ, cache):
    layer, X = cache
    return layer.backward(X, dZ)


def pool_forward(A_prev, hparameters, mode="max"):
    if mode not in {"max", "average"}:
        raise ValueError
    f, s = hparameters["f"], hparameters["stride"]
    h, w = (conv_output_size(n, f, 0, s) for n in A_prev.shape[1:3])
    layers = np.stack([A_prev[:, u:u + s * h:s, v:v + s * w:s][:, :h, :w] for u in range(f) for v in range(f)])
    A = layers.max(axis=0) if mode == "max" else layers.mean(axis=0)

    def back(dA):
        if mode == "average":
            share = np.full(layers.shape, 1 / f**2)
        else:
            share = (layers == A).astype(float)
            share /= share.sum(axis=0)
        d = np.zeros_like(A_prev)
        for part, (u, v) in zip(share * dA, np.ndindex(f, f)):
            for r in range(h):
                for c in range(w):
                    d[:, r * s + u, c * s + v] += part[:, r, c]
        return d

    return A, back


def pool_backward(dA, cache, mode="max"):
    return cache(dA)


def cnn_cost_and_grads(X, Y, parameters):
    m, C = Y.shape
    W1, W2 = parameters["W1"], parameters["W2"]
    Z1, c1 = conv_forward(X, W1, parameters["b1"], {"stride": 1, "pad": (W1.shape[0] - 1) // 2})
    A1 = (np.abs(Z1) + Z1) / 2
    P1, c2 = pool_forward(A1, {"f": 2, "stride": 2})
    F = P1.reshape(m, -1).T
    S = W2 @ F + parameters["b2"]
    P = np.exp(S - S.max(axis=0))
    P /= P.sum(axis=0)
    cost = -np.sum(Y.T * np.log(P + 1e-12)) / m
    dS = (P - Y.T) / m
    dA1 = pool_backward((W2.T @ dS).T.reshape(P1.shape), c2)
    dA1[Z1 < 0] = 0
    _, dW1, db1 = conv_backward(dA1, c1)
    return cost, dict(dW1=dW1, db1=db1, dW2=dS @ F.T, db2=dS.sum(axis=1, keepdims=True))
