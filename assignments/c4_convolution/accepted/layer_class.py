# Layers that remember what they saw; a cache is the layer itself.

import numpy as np


class Convolution:
    def __init__(self, W, b, stride, pad):
        self.W, self.b, self.stride, self.pad = W, b, stride, pad

    def places(self, rows, columns):
        for h in range(rows):
            for w in range(columns):
                y, x = h * self.stride, w * self.stride
                yield h, w, np.s_[:, y : y + len(self.W), x : x + len(self.W), :]

    def forward(self, A_prev):
        self.inside = np.s_[
            :, self.pad : self.pad + A_prev.shape[1], self.pad : self.pad + A_prev.shape[2]
        ]
        self.A = zero_pad(A_prev, self.pad)
        f = len(self.W)
        n_H, n_W = (conv_output_size(n, f, self.pad, self.stride) for n in A_prev.shape[1:3])
        Z = np.empty((len(A_prev), n_H, n_W, self.W.shape[-1]))
        for h, w, where in self.places(n_H, n_W):
            Z[:, h, w] = self.A[where].reshape(len(Z), -1) @ self.W.reshape(-1, Z.shape[-1])
        return Z + self.b

    def backward(self, dZ):
        dA, dW = np.zeros_like(self.A), np.zeros_like(self.W)
        for h, w, where in self.places(*dZ.shape[1:3]):
            for i, g in enumerate(dZ[:, h, w]):
                dA[i][where[1:]] += self.W @ g
                dW += self.A[i][where[1:]][..., None] * g
        return [dA[self.inside], dW, dZ.sum(axis=0).sum(axis=0).sum(axis=0).reshape(self.b.shape)]


class Pooling:
    def __init__(self, f, stride, mode):
        if mode not in {"max", "average"}:
            raise ValueError(f"no such mode: {mode}")
        self.f, self.stride, self.mode = f, stride, mode

    def forward(self, A):
        self.shape, f, s = A.shape, self.f, self.stride
        n_H, n_W = (conv_output_size(n, f, 0, s) for n in A.shape[1:3])
        cells = [A[:, u : u + s * n_H : s, v : v + s * n_W : s] for u in range(f) for v in range(f)]
        cells = np.stack(cells)
        self.won = np.argmax(cells, axis=0)
        return cells.max(axis=0) if self.mode == "max" else cells.mean(axis=0)

    def backward(self, dA):
        found, s = np.zeros(self.shape), self.stride
        _, n_H, n_W, _ = dA.shape
        for number in range(self.f**2):
            u, v = divmod(number, self.f)
            part = dA * (self.won == number) if self.mode == "max" else dA / self.f**2
            found[:, u : u + s * n_H : s, v : v + s * n_W : s] += part
        return found


def conv_output_size(n, f, pad=0, stride=1):
    if n < 1 or f < 1 or pad < 0 or stride < 1 or n + 2 * pad < f:
        raise ValueError(f"{n}, {f}, {pad}, {stride}")
    return len(range(0, n + 2 * pad - f + 1, stride))


def same_padding(f):
    assert f >= 1, "f is positive"
    assert f % 2, "f is odd"
    return f // 2


def zero_pad(X, pad):
    m, n_H, n_W, n_C = X.shape
    framed = np.zeros((m, n_H + 2 * pad, n_W + 2 * pad, n_C))
    framed[:, pad : pad + n_H, pad : pad + n_W] = X
    return framed


def conv_single_step(a_slice, W, b):
    return a_slice.ravel() @ W.ravel() + b.ravel()


def conv_forward(A_prev, W, b, hparameters):
    layer = Convolution(W, b, **hparameters)
    return layer.forward(A_prev), layer


def conv_forward_fast(A_prev, W, b, hparameters):
    s, f = hparameters["stride"], len(W)
    n_H, n_W = (conv_output_size(n, f, hparameters["pad"], s) for n in A_prev.shape[1:3])
    A = zero_pad(A_prev, hparameters["pad"])
    columns = [A[:, u : u + s * n_H : s, v : v + s * n_W : s] for u in range(f) for v in range(f)]
    return np.concatenate(columns, axis=-1) @ W.reshape(-1, W.shape[-1]) + b


def conv_backward(dZ, cache):
    return cache.backward(dZ)


def pool_forward(A_prev, hparameters, mode="max"):
    layer = Pooling(mode=mode, **hparameters)
    return layer.forward(A_prev), layer


def pool_backward(dA, cache, mode="max"):
    return cache.backward(dA)


class Network:
    def __init__(self, W1, b1, W2, b2):
        self.conv = Convolution(W1, b1, 1, same_padding(len(W1)))
        self.pool, self.W2, self.b2 = Pooling(2, 2, "max"), W2, b2

    def learn(self, X, Y):
        Z = self.conv.forward(X)
        P = self.pool.forward(Z * (Z > 0))
        F = P.reshape(len(X), -1)
        S = (self.W2 @ F.T + self.b2).T
        top = S.max(axis=1, keepdims=True)
        logZ = top + np.log(np.exp(S - top).sum(axis=1, keepdims=True))
        dS = (np.exp(S - logZ) - Y) / len(X)
        dZ = self.pool.backward((dS @ self.W2).reshape(P.shape)) * (Z > 0)
        _, dW1, db1 = self.conv.backward(dZ)
        cost = np.mean(np.sum(Y * (logZ - S), axis=1))
        return cost, {
            "dW1": dW1,
            "db1": db1,
            "dW2": dS.T @ F,
            "db2": dS.T.sum(axis=1, keepdims=True),
        }


def cnn_cost_and_grads(X, Y, parameters):
    return Network(**parameters).learn(X, Y)
