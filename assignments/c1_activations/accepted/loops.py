# Plain Python loops and math, entry by entry.

import math

import numpy as np


def each(function, *arrays):
    out = np.zeros(np.shape(arrays[0]))
    for place in np.ndindex(out.shape):
        out[place] = function(*(float(array[place]) for array in arrays))
    return out


def logistic(x):
    if x < 0:
        return math.exp(x) / (1 + math.exp(x))
    return 1 / (1 + math.exp(-x))


def sigmoid(z):
    return each(logistic, z)


def tanh(z):
    def one(x):
        small = math.expm1(-2 * abs(x))
        return math.copysign(-small / (2 + small), x)

    return each(one, z)


def relu(z):
    return each(lambda x: x if x > 0 else 0, z)


def leaky_relu(z, alpha=0.01):
    return each(lambda x: x if x > 0 else alpha * x, z)


def sigmoid_backward(dA, Z):
    return each(lambda d, x: d * logistic(x) * logistic(-x), dA, Z)


def tanh_backward(dA, Z):
    A = tanh(Z)
    return each(lambda d, a: d * (1 - a) * (1 + a), dA, A)


def relu_backward(dA, Z):
    return each(lambda d, x: d if x > 0 else 0, dA, Z)


def leaky_relu_backward(dA, Z, alpha=0.01):
    return each(lambda d, x: d if x > 0 else alpha * d, dA, Z)


def slopes_of(Z, activation):
    ones = np.ones(Z.shape)
    if activation == "sigmoid":
        return sigmoid_backward(ones, Z)
    if activation == "tanh":
        return tanh_backward(ones, Z)
    if activation == "relu":
        return relu_backward(ones, Z)
    if activation == "leaky_relu":
        return leaky_relu_backward(ones, Z)
    raise ValueError(activation)


def saturated_fraction(Z, activation, tol=0.01):
    small = 0
    for slope in slopes_of(Z, activation).ravel():
        if abs(slope) < tol:
            small += 1
    return small / Z.size


def dead_units(Z):
    verdicts = []
    for row in Z:
        verdicts.append(all(value <= 0 for value in row))
    return verdicts


def gradient_attenuation(Zs, activation):
    product = np.ones(Zs[0].shape)
    factors = []
    for Z in reversed(Zs):
        product = product * slopes_of(Z, activation)
        factors.insert(0, abs(product).mean())
    return factors


def collapse_linear(Ws, bs):
    n_0 = Ws[0].shape[1]
    b = np.zeros((n_0, 1))
    for W_l, b_l in zip(Ws, bs, strict=True):
        b = W_l @ b + b_l
    columns = []
    for j in range(n_0):
        x = np.zeros((n_0, 1))
        x[j] = 1
        for W_l in Ws:
            x = W_l @ x
        columns.append(x)
    return np.hstack(columns), b
