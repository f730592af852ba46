# Nested lists, 0-d costs, further keys, a state that knows its count; the batches are views.

import copy

import nethelp
import numpy as np


def update_parameters_with_gd(parameters, grads, learning_rate):
    parameters = copy.deepcopy(parameters)
    for key in grads:
        if key[1:] in parameters:
            parameters[key[1:]] = (parameters[key[1:]] - learning_rate * grads[key]).tolist()
    return parameters


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    rng = np.random.Generator(np.random.MT19937(seed))
    together = rng.permutation(np.concatenate([X, Y], axis=0), axis=1)
    X, Y = together[: X.shape[0]], together[X.shape[0] :]
    firsts = np.arange(0, X.shape[1], mini_batch_size)
    return [(X[:, a : a + mini_batch_size], Y[:, a : a + mini_batch_size]) for a in firsts]


def exponentially_weighted_average(values, beta, bias_correction=False):
    values = list(values)
    if not values:
        return []
    before = exponentially_weighted_average(values[:-1], beta)
    last = beta * (before[-1] if before else 0) + (1 - beta) * values[-1]
    averages = [*before, last]
    if bias_correction:
        return np.divide(averages, 1 - np.power(float(beta), range(1, len(averages) + 1)))
    return averages


def initialize_velocity(parameters):
    v = {"made for": tuple(parameters)}
    for name, theta in parameters.items():
        v["d" + name] = 0.0 * np.asarray(theta, dtype=np.float64)
    return v


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    new_v = {}
    for name in parameters:
        new_v["d" + name] = np.add(beta * v["d" + name], grads["d" + name] * (1 - beta))
        parameters[name] = parameters[name] - new_v["d" + name] * learning_rate
    return parameters, {**new_v, "steps": 1}


def update_parameters_with_rmsprop(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    new_s = {"steps": 1}
    for name in parameters:
        slope = np.asfortranarray(grads["d" + name])
        new_s["d" + name] = s["d" + name] * beta + slope**2 - beta * slope**2
        parameters[name] = parameters[name] - slope * (
            learning_rate / (epsilon + np.sqrt(new_s["d" + name]))
        )
    return parameters, new_s


def initialize_adam(parameters):
    v = initialize_velocity(parameters)
    return v, copy.deepcopy(v)


def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    v, s = dict(v), dict(s)
    v_corrected, s_corrected = {}, {}
    for name in parameters:
        key = "d" + name
        v[key] = beta1 * v[key] + (1 - beta1) * grads[key]
        v_corrected[key] = v[key] / (1 - beta1**t)
        s[key] = beta2 * s[key] + (1 - beta2) * np.power(grads[key], 2)
        s_corrected[key] = s[key] / (1 - beta2**t)
    new = {}
    for name in sorted(parameters, reverse=True):
        key = "d" + name
        direction = np.divide(v_corrected[key], np.sqrt(s_corrected[key]) + epsilon)
        new[name] = parameters[name] - learning_rate * direction
    new["cost"] = None
    del new["cost"]
    return new, v, s


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
    if optimizer not in "gd momentum rmsprop adam".split():
        raise ValueError
    theta = copy.deepcopy(initial)
    v, s = initialize_adam(theta)
    costs, t = np.empty(num_epochs), 0
    for epoch in range(num_epochs):
        batches = random_mini_batches(X, Y, mini_batch_size, [seed, epoch])
        sizes, record = [], []
        for X_b, Y_b in batches:
            t += 1
            cost, grads = nethelp.cost_and_grads(X_b, Y_b, theta)
            record.append(cost)
            sizes.append(X_b.shape[1])
            if optimizer == "gd":
                for name in theta:
                    theta[name] -= learning_rate * grads["d" + name]
            elif optimizer == "momentum":
                theta, v = update_parameters_with_momentum(theta, grads, v, beta, learning_rate)
            elif optimizer == "rmsprop":
                theta, s = update_parameters_with_rmsprop(
                    theta, grads, s, beta, learning_rate, epsilon
                )
            else:
                theta, v, s = update_parameters_with_adam(
                    theta, grads, v, s, t, learning_rate, beta1, beta2, epsilon
                )
        costs[epoch] = np.average(record, weights=sizes)
    return theta, costs
