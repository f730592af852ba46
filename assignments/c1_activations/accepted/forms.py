# Other forms of the same answers: nested lists, tuples, 0-d and (1, 1) arrays, 0 and 1.

import numpy as np


def sigmoid(z):
    with np.errstate(over="ignore"):
        return (1 / (1 + np.exp(-z))).tolist()


def tanh(z):
    size = np.abs(z)
    return (np.sign(z) * -np.expm1(-2 * size) * np.array(sigmoid(2 * size))).tolist()


def relu(z):
    return np.where(z > 0, z, 0).tolist()


def leaky_relu(z, alpha=0.01):
    return (np.maximum(z, 0) + alpha * np.minimum(z, 0)).tolist()


def sigmoid_backward(dA, Z):
    A = np.array(sigmoid(Z))
    return (dA * (A - np.square(A))).tolist()


def tanh_backward(dA, Z):
    dZ = dA - dA * np.square(tanh(Z))
    return [*dZ] if np.ndim(Z) else dZ


def relu_backward(dA, Z):
    return np.where(Z > 0, dA, 0).tolist()


def leaky_relu_backward(dA, Z, alpha=0.01):
    return np.where(Z <= 0, alpha, 1) * dA


def saturated_fraction(Z, activation, tol=0.01):
    if activation not in ("sigmoid", "tanh", "relu", "leaky_relu"):
        raise ValueError("which activation?")
    slopes = np.array(globals()[f"{activation}_backward"](np.ones(Z.shape), Z))
    return np.array([[100 * np.average(slopes < tol) / 100]])


def dead_units(Z):
    return tuple(1 if max(row) <= 0 else 0 for row in Z.tolist())


def gradient_attenuation(Zs, activation):
    backward = globals()[f"{activation}_backward"]
    slopes = [np.array(backward(np.ones(Z.shape), Z)) for Z in Zs]
    found = ()
    product = 1.0
    for slope in reversed(slopes):
        product = product * slope
        found = (np.array(product.mean()), *found)
    return found


def collapse_linear(Ws, bs):
    Ws, bs = list(Ws), list(bs)
    W, b = Ws.pop(), bs.pop()
    while Ws:
        b = b + W @ bs.pop()
        W = W @ Ws.pop()
    return [W.tolist(), b.tolist()]
