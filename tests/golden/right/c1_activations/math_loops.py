# Ngozi E. -- activations
# I know the array way but wanted to see each number once.
import math

import numpy as np


def _each(fn, *arrays):
    out = np.empty(arrays[0].shape)
    for idx in np.ndindex(out.shape):
        out[idx] = fn(*[float(a[idx]) for a in arrays])
    return out


def _sigmoid(v):
    if v >= 0:
        return 1 / (1 + math.exp(-v))
    return math.exp(v) / (1 + math.exp(v))


def _tanh(v):
    if abs(v) > 25:
        return math.copysign(1.0, v)
    e = math.expm1(2 * v)
    return e / (e + 2)


def sigmoid(z):
    return _each(_sigmoid, z)


def tanh(z):
    return _each(_tanh, z)


def relu(z):
    return _each(lambda v: v if v > 0 else 0.0, z)


def leaky_relu(z, alpha=0.01):
    def one(v):
        if v > 0:
            return v
        else:
            return alpha * v

    return _each(one, z)


def sigmoid_backward(dA, Z):
    return _each(lambda d, v: d * _sigmoid(v) * _sigmoid(-v), dA, Z)


def tanh_backward(dA, Z):
    return _each(lambda d, v: d * (1 - _tanh(v)) * (1 + _tanh(v)), dA, Z)


def relu_backward(dA, Z):
    return _each(lambda d, v: d if v > 0 else 0.0, dA, Z)


def leaky_relu_backward(dA, Z, alpha=0.01):
    return _each(lambda d, v: d if v > 0 else alpha * d, dA, Z)


def saturated_fraction(Z, activation, tol=0.01):
    if activation == "sigmoid":
        slopes = sigmoid_backward(np.ones(Z.shape), Z)
    elif activation == "tanh":
        slopes = tanh_backward(np.ones(Z.shape), Z)
    elif activation == "relu":
        slopes = relu_backward(np.ones(Z.shape), Z)
    elif activation == "leaky_relu":
        slopes = leaky_relu_backward(np.ones(Z.shape), Z)
    else:
        raise ValueError("no such activation: " + str(activation))
    count = 0
    for s in slopes.flat:
        if abs(s) < tol:
            count += 1
    return count / slopes.size


def dead_units(Z):
    dead = []
    for row in Z:
        alive = False
        for v in row:
            if v > 0:
                alive = True
        dead.append(not alive)
    return np.array(dead)


def gradient_attenuation(Zs, activation):
    backward = {
        "sigmoid": sigmoid_backward,
        "tanh": tanh_backward,
        "relu": relu_backward,
        "leaky_relu": leaky_relu_backward,
    }[activation]
    result = []
    for l in range(len(Zs)):
        n, m = Zs[l].shape
        total = 0.0
        for i in range(n):
            for j in range(m):
                p = 1.0
                for k in range(l, len(Zs)):
                    p *= float(backward(np.array(1.0), np.array(Zs[k][i, j])))
                total += abs(p)
        result.append(total / (n * m))
    return result


def collapse_linear(Ws, bs):
    n_0 = Ws[0].shape[1]

    # what does the network do to zero, and to each unit vector?
    def network(x):
        for W, b in zip(Ws, bs):
            x = W.dot(x) + b
        return x

    b = network(np.zeros((n_0, 1)))
    W = np.zeros((b.shape[0], n_0))
    for j in range(n_0):
        x = np.zeros((n_0, 1))
        x[j] = 1
        for layer in Ws:
            x = layer.dot(x)
        W[:, j] = x[:, 0]
    return W, b
