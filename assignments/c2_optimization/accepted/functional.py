# reduce, accumulate and closures: nothing is changed, and every step makes new dicts.

import functools
from itertools import accumulate

import numpy as np
from nethelp import cost_and_grads


def update_parameters_with_gd(parameters, grads, learning_rate):
    return {k: np.subtract(w, learning_rate * grads[f"d{k}"]) for k, w in parameters.items()}


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    m = np.size(X, 1)
    numbers = np.arange(m)
    np.random.RandomState(seed).shuffle(numbers)
    rows = -(-m // mini_batch_size)
    return [
        (np.take(X, part, axis=1), np.take(Y, part, axis=1))
        for part in (numbers[k * mini_batch_size :][:mini_batch_size] for k in range(rows))
    ]


def mix(beta):
    return lambda old, new: beta * old + (1 - beta) * new


def exponentially_weighted_average(values, beta, bias_correction=False):
    averages = list(accumulate((float(x) for x in values), mix(beta), initial=0.0))[1:]
    if not bias_correction:
        return averages
    return [v / (1 - beta ** (t + 1)) for t, v in enumerate(averages)]


def initialize_velocity(parameters):
    return {f"d{k}": np.full(w.shape, 0.0) for k, w in parameters.items()}


def averaged(beta, old, grads, of=lambda g: g):
    return {k: mix(beta)(old[k], of(grads[k])) for k in old}


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    v = averaged(beta, v, grads)
    return update_parameters_with_gd(parameters, v, learning_rate), v


def update_parameters_with_rmsprop(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    s = averaged(beta, s, grads, np.square)
    slopes = {k: grads[k] / (np.sqrt(s[k]) + epsilon) for k in s}
    return update_parameters_with_gd(parameters, slopes, learning_rate), s


def initialize_adam(parameters):
    return initialize_velocity(parameters), initialize_velocity(parameters)


def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    v, s = averaged(beta1, v, grads), averaged(beta2, s, grads, np.square)
    hat = lambda x, beta: x / -np.expm1(t * np.log(beta)) if beta else x  # noqa: E731
    slopes = {k: hat(v[k], beta1) / (np.sqrt(hat(s[k], beta2)) + epsilon) for k in v}
    return update_parameters_with_gd(parameters, slopes, learning_rate), v, s


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
    def gd(state, grads):
        return (update_parameters_with_gd(state[0], grads, learning_rate),)

    def momentum(state, grads):
        return update_parameters_with_momentum(state[0], grads, state[1], beta, learning_rate)

    def rmsprop(state, grads):
        return update_parameters_with_rmsprop(
            state[0], grads, state[1], beta, learning_rate, epsilon
        )

    def adam(state, grads):
        *rest, t = state
        new = update_parameters_with_adam(
            rest[0], grads, *rest[1:], t + 1, learning_rate, beta1, beta2, epsilon
        )
        return (*new, t + 1)

    v, s = initialize_adam(initial)
    begins = {"gd": (gd,), "momentum": (momentum, v), "rmsprop": (rmsprop, s)}
    begins["adam"] = (adam, v, s, 0)
    try:
        rule, *more = begins[optimizer]
    except KeyError:
        raise ValueError(f"no optimizer is called {optimizer}") from None

    def step(state, batch):
        cost, grads = cost_and_grads(*batch, state[0])
        costs[-1] += cost * batch[0].shape[1] / X.shape[1]
        return rule(state, grads)

    state, costs = (initial, *more), []
    for epoch in range(num_epochs):
        costs.append(0.0)
        batches = random_mini_batches(X, Y, mini_batch_size, seed + 7 * epoch)
        state = functools.reduce(step, batches, state)
    return state[0], costs
