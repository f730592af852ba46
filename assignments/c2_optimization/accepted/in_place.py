# Everything in place, layer by layer; the global generator; lists for tuples.

import numpy as np
from nethelp import cost_and_grads


def update_parameters_with_gd(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(1, L + 1):  # noqa: E741
        parameters["W" + str(l)] -= learning_rate * grads["dW" + str(l)]
        parameters["b" + str(l)] -= learning_rate * grads["db" + str(l)]
    return parameters


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    m = X.shape[1]
    mini_batches = []
    permutation = list(np.random.permutation(m))
    shuffled_X = X[:, permutation]
    shuffled_Y = Y[:, permutation].reshape((Y.shape[0], m))
    full = m // mini_batch_size
    for k in range(full):
        part = slice(k * mini_batch_size, (k + 1) * mini_batch_size)
        mini_batches.append([shuffled_X[:, part], shuffled_Y[:, part]])
    if m % mini_batch_size != 0:
        rest = full * mini_batch_size
        mini_batches.append([shuffled_X[:, rest:], shuffled_Y[:, rest:]])
    return mini_batches


def exponentially_weighted_average(values, beta, bias_correction=False):
    out = np.array(values, dtype=float)
    out *= 1 - beta
    for t in range(1, len(out)):
        out[t] += beta * out[t - 1]
    if bias_correction:
        out /= 1 - beta ** np.arange(1, len(out) + 1)
    return out


def initialize_velocity(parameters):
    v = {}
    for l in range(len(parameters) // 2):  # noqa: E741
        v["dW" + str(l + 1)] = np.zeros(parameters["W" + str(l + 1)].shape)
        v["db" + str(l + 1)] = np.zeros(parameters["b" + str(l + 1)].shape)
    return v


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    for key in v:
        v[key] *= beta
        v[key] += (1 - beta) * grads[key]
        parameters[key[1:]] -= learning_rate * v[key]
    return [parameters, v]


def update_parameters_with_rmsprop(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for key in s:
        s[key] *= beta
        s[key] += (1 - beta) * np.square(grads[key])
        parameters[key[1:]] -= learning_rate * grads[key] / (s[key] ** 0.5 + epsilon)
    return [parameters, s]


def initialize_adam(parameters):
    return [initialize_velocity(parameters), initialize_velocity(parameters)]


def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    for key in v:
        v[key] *= beta1
        v[key] += (1 - beta1) * grads[key]
        s[key] *= beta2
        s[key] += (1 - beta2) * grads[key] * grads[key]
        step = v[key] / (1 - np.power(beta1, t))
        step /= np.sqrt(s[key] / (1 - np.power(beta2, t))) + epsilon
        step *= learning_rate
        parameters[key[1:]] -= step
    return [parameters, v, s]


def model(
    X,
    Y,
    initial,
    optimizer,
    learning_rate=0.01,
    mini_batch_size=64,
    num_epochs=20,
    beta=0.9,
    beta1=0.9,
    beta2=0.999,
    epsilon=1e-8,
    seed=0,
):
    assert optimizer in ["gd", "momentum", "rmsprop", "adam"]
    parameters = {key: np.array(value, copy=True) for key, value in initial.items()}
    if optimizer == "momentum":
        v = initialize_velocity(parameters)
    elif optimizer == "rmsprop":
        s = initialize_velocity(parameters)
    elif optimizer == "adam":
        v, s = initialize_adam(parameters)
    t = 0
    costs = []
    for _ in range(num_epochs):
        seed = seed + 1
        cost_total = 0
        for minibatch in random_mini_batches(X, Y, mini_batch_size, seed):
            (minibatch_X, minibatch_Y) = minibatch
            cost, grads = cost_and_grads(minibatch_X, minibatch_Y, parameters)
            cost_total += cost * minibatch_X.shape[1]
            if optimizer == "gd":
                update_parameters_with_gd(parameters, grads, learning_rate)
            elif optimizer == "momentum":
                update_parameters_with_momentum(parameters, grads, v, beta, learning_rate)
            elif optimizer == "rmsprop":
                update_parameters_with_rmsprop(parameters, grads, s, beta, learning_rate, epsilon)
            elif optimizer == "adam":
                t = t + 1
                update_parameters_with_adam(
                    parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon
                )
        costs.append(cost_total / X.shape[1])
    return [parameters, costs]
