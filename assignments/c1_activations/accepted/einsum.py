# einsum, outer-to-inner products, and homogeneous matrices [[W, b], [0, 1]].

import numpy as np


def relu(z):
    return np.einsum("...,...->...", z, np.greater(z, 0))


def sigmoid_backward(dA, Z):
    A = sigmoid(Z)  # noqa: F821
    return np.einsum("ij,ij,ij->ij", dA, A, 1 - A) if Z.ndim == 2 else dA * (A - A * A)


def relu_backward(dA, Z):
    return np.multiply(dA, np.greater(Z, 0))


def dead_units(Z):
    return np.einsum("ij->i", (Z > 0).astype(int)) == 0


def gradient_attenuation(Zs, activation):
    backwards = {
        "sigmoid": sigmoid_backward,
        "tanh": tanh_backward,  # noqa: F821
        "relu": relu_backward,
        "leaky_relu": leaky_relu_backward,  # noqa: F821
    }
    product = np.ones(Zs[0].shape)
    factors = []
    for Z in Zs[::-1]:
        slope = backwards[activation](np.ones(Z.shape), Z)
        product = np.einsum("ij,ij->ij", product, slope)
        factors.append(np.einsum("ij->", product) / product.size)
    return factors[::-1]


def collapse_linear(Ws, bs):
    whole = np.eye(Ws[0].shape[1] + 1)
    for W_l, b_l in zip(Ws, bs, strict=True):
        last = np.zeros((1, W_l.shape[1] + 1))
        last[0, -1] = 1.0
        whole = np.einsum("ij,jk->ik", np.vstack([np.hstack([W_l, b_l]), last]), whole)
    return whole[:-1, :-1], whole[:-1, -1:]
