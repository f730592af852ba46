# expect: initialize_adam, model loses
"""v and s are one and the same dict, and the updates write into it."""

import collections
import numpy as np
from nethelp import cost_and_grads

Batch = collections.namedtuple("Batch", ["X", "Y"])
Moments = collections.namedtuple("Moments", "v s")


def update_parameters_with_gd(parameters, grads, learning_rate):
    for key in list(parameters.keys()):
        np.subtract(parameters[key], learning_rate * grads["d" + key], out=parameters[key])
    return parameters


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    data = np.concatenate((X, Y))
    data = data[:, np.argsort(np.random.rand(data.shape[1]))]
    n_x = X.shape[0]
    batches = np.array_split(data, range(mini_batch_size, data.shape[1], mini_batch_size), axis=1)
    return [Batch(b[:n_x], b[n_x:]) for b in batches]


def exponentially_weighted_average(values, beta, bias_correction=False):
    x = np.array(values) * 1.0
    kernel = (1 - beta) * np.power(float(beta), np.arange(x.size))
    v = np.convolve(x, kernel)[: x.size]
    return v / np.cumsum(kernel) if bias_correction else v


def initialize_velocity(parameters):
    v = collections.OrderedDict()
    for key, value in parameters.items():
        v["d" + key] = np.zeros(value.shape)
    return v


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    for key in parameters:
        d = "d" + key
        v[d] -= (1 - beta) * (v[d] - grads[d])
        parameters[key] -= learning_rate * v[d]
    return parameters, v


def update_parameters_with_rmsprop(parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8):
    for key in parameters:
        d = "d" + key
        np.add(beta * s[d], (1 - beta) * np.square(grads[d]), out=s[d])
        scale = np.reciprocal(np.sqrt(s[d]) + epsilon)
        parameters[key] -= learning_rate * grads[d] * scale
    return parameters, s


def initialize_adam(parameters):
    zeros = initialize_velocity(parameters)
    return Moments(v=zeros, s=zeros)


def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9,
                                beta2=0.999, epsilon=1e-8):
    for key in parameters:
        d = "d" + key
        v[d] *= beta1
        v[d] += (1 - beta1) * grads[d]
        s[d] *= beta2
        s[d] += (1 - beta2) * grads[d] ** 2
        v_hat, s_hat = v[d] / (1 - beta1 ** t), s[d] / (1 - beta2 ** t)
        parameters[key] -= learning_rate * v_hat / (np.sqrt(s_hat) + epsilon)
    return parameters, v, s


def model(X, Y, initial, optimizer, learning_rate=0.01, mini_batch_size=64, num_epochs=20,
          beta=0.9, beta1=0.9, beta2=0.999, epsilon=1e-8, seed=0):
    steps = {
        "gd": lambda p, g, m, t: update_parameters_with_gd(p, g, learning_rate),
        "momentum": lambda p, g, m, t: update_parameters_with_momentum(p, g, m.v, beta, learning_rate),
        "rmsprop": lambda p, g, m, t: update_parameters_with_rmsprop(p, g, m.s, beta, learning_rate, epsilon),
        "adam": lambda p, g, m, t: update_parameters_with_adam(
            p, g, m.v, m.s, t, learning_rate, beta1, beta2, epsilon),
    }
    if optimizer not in steps:
        raise ValueError("optimizer")
    p = {key: value.copy() for key, value in initial.items()}
    moments, t, costs = initialize_adam(p), 0, []
    rng = np.random.default_rng(seed)
    for _ in range(num_epochs):
        losses = np.zeros(X.shape[1])
        at = 0
        for batch in random_mini_batches(X, Y, mini_batch_size, int(rng.integers(2 ** 31))):
            t += 1
            cost, grads = cost_and_grads(batch.X, batch.Y, p)
            losses[at:at + batch.X.shape[1]] = cost
            at += batch.X.shape[1]
            steps[optimizer](p, grads, moments, t)  # in place
        costs.append(losses.mean())
    return p, np.array(costs)
