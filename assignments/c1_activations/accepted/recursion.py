# Recursion, one backward pass built on another, and multi_dot.

import numpy as np


def sigmoid(z):
    z = np.asarray(z, dtype=np.float64)
    grown = np.exp(np.minimum(z, 0))
    return grown / (grown + np.exp(-np.maximum(z, 0)))


def tanh(z):
    # tanh(z) = (1 − e^(−2z))·σ(2z) right of 0, and odd
    right = np.maximum(z, 0)
    left = np.maximum(-np.asarray(z), 0)
    return np.expm1(-2 * left) * sigmoid(2 * left) - np.expm1(-2 * right) * sigmoid(2 * right)


def relu(z):
    return leaky_relu(z, alpha=0)


def leaky_relu(z, alpha=0.01):
    return np.clip(z, 0, None) - alpha * np.clip(np.negative(z), 0, None)


def relu_backward(dA, Z):
    return leaky_relu_backward(dA, Z, alpha=0.0)


def leaky_relu_backward(dA, Z, alpha=0.01):
    return np.select([Z > 0], [dA], default=alpha * dA)


def saturated_fraction(Z, activation, tol=0.01):
    try:
        backward = {
            "sigmoid": sigmoid_backward,  # noqa: F821
            "tanh": tanh_backward,  # noqa: F821
            "relu": relu_backward,
            "leaky_relu": leaky_relu_backward,
        }[activation]
    except KeyError:
        raise ValueError(activation) from None
    return (np.abs(backward(np.ones(Z.shape), Z)) < tol).sum() / Z.size


def dead_units(Z):
    return ~relu_backward(np.ones(Z.shape), Z).any(axis=1)


def gradient_attenuation(Zs, activation):
    if not Zs:
        return []
    backward = globals()[f"{activation}_backward"]
    signal = np.ones(Zs[0].shape)
    for Z in Zs:
        signal = backward(signal, Z)
    return [np.abs(signal).mean(), *gradient_attenuation(Zs[1:], activation)]


def collapse_linear(Ws, bs):
    L = len(Ws)
    b = sum(
        (product([*Ws[k + 1 :]], bs[k]) for k in range(L)),
        start=np.zeros_like(bs[-1]),
    )
    return product(Ws[1:], Ws[0]), b


def product(matrices, last):
    chain = [*matrices[::-1], last]
    return np.linalg.multi_dot(chain) if len(chain) > 1 else last
