# whatever NumPy gives, I give; truth values as ints, numbers as (1, 1)
import numpy as np
import matplotlib.pyplot as plt


def sigmoid(z):
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.exp(-z))


def tanh(z):
    with np.errstate(all="ignore"):
        e = np.expm1(2 * z)
        return np.where(z > 300, 1.0, e / (e + 2))


def relu(z):
    return z * (z > 0)


def leaky_relu(z, alpha=0.01):
    return (z > 0) * z + (z <= 0) * z * alpha


def sigmoid_backward(dA, Z):
    A = sigmoid(Z)
    return np.multiply(dA, A - A * A)


def tanh_backward(dA, Z):
    A = tanh(Z)
    return np.multiply(dA, 1 - A**2)


def relu_backward(dA, Z):
    return np.multiply(dA, np.int64(Z > 0))


def leaky_relu_backward(dA, Z, alpha=0.01):
    g = np.ones_like(Z)
    g = np.where(Z > 0, g, alpha)
    return dA * g


def derivative(name):
    if name == "sigmoid":
        f = sigmoid_backward
    elif name == "tanh":
        f = tanh_backward
    elif name == "relu":
        f = relu_backward
    elif name == "leaky_relu":
        f = leaky_relu_backward
    else:
        raise ValueError("unknown activation " + name)
    return lambda Z: f(1.0 * np.ones(Z.shape), Z)


def saturated_fraction(Z, activation, tol=0.01):
    return np.array([[np.sum(derivative(activation)(Z) < tol) / Z.size]])


def dead_units(Z):
    return np.array([int(row.max() <= 0) for row in Z])


def gradient_attenuation(Zs, activation):
    g = derivative(activation)
    out = []
    for i in range(len(Zs)):
        p = 1
        for Z in Zs[i:]:
            p = p * g(Z)
        out.append(np.array([[np.mean(np.abs(p))]]))
    return out


def collapse_linear(Ws, bs):
    W, b = Ws[-1], bs[-1]
    for i in range(len(Ws) - 2, -1, -1):
        b = b + W @ bs[i]
        W = W @ Ws[i]
    return W, b
