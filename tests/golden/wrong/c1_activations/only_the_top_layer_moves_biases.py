# expect: collapse_linear loses
import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def tanh(z):
    t = np.expm1(-2 * np.abs(z))
    return -np.sign(z) * t / (t + 2)


def relu(z):
    return np.maximum(z, 0)


def leaky_relu(z, alpha=0.01):
    return np.where(z > 0, z, alpha * z)


def sigmoid_backward(dA, Z):
    s = sigmoid(Z)
    return dA * s * (1 - s)


def tanh_backward(dA, Z):
    return dA * (1 - tanh(Z) ** 2)


def relu_backward(dA, Z):
    return np.where(Z > 0, dA, 0.0)


def leaky_relu_backward(dA, Z, alpha=0.01):
    return np.where(Z > 0, dA, alpha * dA)


def slopes(Z, activation):
    ones = np.ones_like(Z)
    if activation == "sigmoid":
        return sigmoid_backward(ones, Z)
    elif activation == "tanh":
        return tanh_backward(ones, Z)
    elif activation == "relu":
        return relu_backward(ones, Z)
    elif activation == "leaky_relu":
        return leaky_relu_backward(ones, Z)
    raise ValueError("unknown activation")


def saturated_fraction(Z, activation, tol=0.01):
    return np.mean(slopes(Z, activation) < tol)


def dead_units(Z):
    return np.all(Z <= 0, axis=1)


def gradient_attenuation(Zs, activation):
    product = np.ones_like(Zs[0])
    out = []
    for Z in reversed(Zs):
        product = product * slopes(Z, activation)
        out.insert(0, np.mean(np.abs(product)))
    return out


def collapse_linear(Ws, bs):
    W = Ws[0]
    for Wl in Ws[1:]:
        W = Wl @ W
    b = bs[-1]
    if len(Ws) > 1:
        for Wl, bl in zip(Ws[1:], bs[:-1]):
            b = b + Wl @ bl
    return W, b
