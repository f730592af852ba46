# Boolean masks, and writing in place into copies of its own.

import numpy as np


def sigmoid(z):
    out = np.empty(z.shape)
    right = z >= 0
    out[right] = 1 / (1 + np.exp(-z[right]))
    grown = np.exp(z[~right])
    out[~right] = grown / (1 + grown)
    return out


def tanh(z):
    z = np.array(z, dtype=float)
    left = z < 0
    z[left] *= -1
    small = np.expm1(-2 * z)
    out = -small / (small + 2)
    return np.where(left, -out, out)


def relu(z):
    out = z.copy()
    out[out < 0] = 0
    return out


def leaky_relu(z, alpha=0.01):
    out = np.array(z, dtype=np.float64)
    out[out < 0] *= alpha
    return out


def sigmoid_backward(dA, Z):
    dZ = sigmoid(Z)
    dZ *= 1 - dZ
    dZ *= dA
    return dZ


def tanh_backward(dA, Z):
    dZ = np.array(tanh(Z))
    dZ *= dZ
    np.subtract(1, dZ, out=dZ)
    dZ *= dA
    return dZ


def relu_backward(dA, Z):
    dZ = np.array(dA, copy=True)
    dZ[Z <= 0] = 0
    return dZ


def leaky_relu_backward(dA, Z, alpha=0.01):
    dZ = dA.copy()
    dZ[Z <= 0] *= alpha
    return dZ


def dead_units(Z):
    dead = np.ones(Z.shape[0], dtype=bool)
    dead[(Z > 0).any(axis=1)] = False
    return dead


def gradient_attenuation(Zs, activation):
    backward = globals()[activation + "_backward"]
    grad = np.ones_like(Zs[-1])
    factors = np.zeros(len(Zs))
    for k in range(len(Zs) - 1, -1, -1):
        grad = backward(grad, Zs[k])
        factors[k] = np.abs(grad).mean()
    return factors


def collapse_linear(Ws, bs):
    W, b = Ws[0].copy(), bs[0].copy()
    for k in range(1, len(Ws)):
        W = np.dot(Ws[k], W)
        b = np.dot(Ws[k], b)
        b += bs[k]
    return [W, b]
