# expect: update_parameters_with_rmsprop loses
# Where the gradient is 0 it leaves s as it was, instead of letting it fade.
"""Optimisation, in place: one class holds the state, the functions write into what they get."""

from collections import deque
from itertools import accumulate, chain

import numpy as np
from nethelp import cost_and_grads


def slope(k):
    return "d" + k


def update_parameters_with_gd(parameters, grads, learning_rate):
    for k in parameters:
        parameters[k] -= learning_rate * grads[slope(k)]
    return parameters


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    # X on top of Y, the columns in the order of as many random keys, and then cut
    both = np.vstack([X, Y])
    both = both[:, np.argsort(np.random.RandomState(seed).random_sample(both.shape[1]))]
    cut, batches = len(X), deque()
    while both.shape[1]:
        now, both = both[:, :mini_batch_size], both[:, mini_batch_size:]
        batches.append([now[:cut], now[cut:]])
    return list(batches)


def exponentially_weighted_average(values, beta, bias_correction=False):
    steps = accumulate(chain([0.0], values), lambda v, x: v + (1 - beta) * (x - v))
    v = np.fromiter(steps, dtype=float)[1:]
    if bias_correction:
        # 1, 1 + β, 1 + β + β², …, times 1 − β
        v /= (1 - beta) * np.array([*accumulate(v, lambda c, _: 1 + beta * c, initial=0.0)][1:])
    return v


def initialize_velocity(parameters):
    v = {}
    for k in parameters:
        v[slope(k)] = np.zeros(parameters[k].shape)
    return v


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    for k in parameters:
        v[slope(k)] *= beta
        v[slope(k)] += (1 - beta) * grads[slope(k)]
        parameters[k] -= learning_rate * v[slope(k)]
    return [parameters, v]


def update_parameters_with_rmsprop(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for k in parameters:
        g, mean = grads[slope(k)], s[slope(k)]
        moves = g != 0  # no gradient, nothing to do
        mean[moves] = beta * mean[moves] + (1 - beta) * g[moves] ** 2
        parameters[k][moves] -= learning_rate * g[moves] / (mean[moves] ** 0.5 + epsilon)
    return [parameters, s]


def initialize_adam(parameters):
    return [initialize_velocity(parameters), initialize_velocity(parameters)]


def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    for k in parameters:
        g, first, second = grads[slope(k)], v[slope(k)], s[slope(k)]
        first += (1 - beta1) * (g - first)
        second += (1 - beta2) * (g * g - second)
        below = np.sqrt(second / (1 - beta2**t)) + epsilon
        moves = below > 0
        parameters[k][moves] -= learning_rate * first[moves] / (1 - beta1**t) / below[moves]
    return [parameters, v, s]


class Optimizer:
    """The name, its numbers, and what it remembers."""

    def __init__(self, name, theta, rate, beta, beta1, beta2, epsilon):
        self.theta, self.rate, self.t = theta, rate, 0
        self.beta, self.betas, self.epsilon = beta, (beta1, beta2), epsilon
        self.v, self.s = initialize_adam(theta)
        try:
            self.step = getattr(self, "by_" + name)
        except AttributeError:
            raise ValueError(name) from None

    def by_gd(self, grads):
        update_parameters_with_gd(self.theta, grads, self.rate)

    def by_momentum(self, grads):
        self.theta, self.v = update_parameters_with_momentum(
            self.theta, grads, self.v, self.beta, self.rate
        )

    def by_rmsprop(self, grads):
        self.theta, self.s = update_parameters_with_rmsprop(
            self.theta, grads, self.s, self.beta, self.rate, self.epsilon
        )

    def by_adam(self, grads):
        self.t += 1
        self.theta, self.v, self.s = update_parameters_with_adam(
            self.theta, grads, self.v, self.s, self.t, self.rate, *self.betas, self.epsilon
        )


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
    theta = {k: 1.0 * initial[k] for k in initial}
    walker = Optimizer(optimizer, theta, learning_rate, beta, beta1, beta2, epsilon)
    rng = np.random.default_rng(seed)
    costs = []
    for _ in range(num_epochs):
        cost = mean = 0
        seen = 0
        for X_b, Y_b in random_mini_batches(X, Y, mini_batch_size, rng.integers(2**32)):
            cost, grads = cost_and_grads(X_b, Y_b, walker.theta)
            seen += X_b.shape[1]
            mean += (cost - mean) * X_b.shape[1] / seen  # the mean of those seen so far
            walker.step(grads)
        costs.append(mean)
    return [walker.theta, costs]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2, 200))
    Y = (X[:1] * X[1:] > 0) * 1.0
    start = {
        "W1": rng.normal(size=(8, 2)),
        "b1": np.zeros((8, 1)),
        "W2": rng.normal(size=(1, 8)) / 2,
        "b2": np.zeros((1, 1)),
    }
    for name in ("gd", "momentum", "rmsprop", "adam"):
        print(name, model(X, Y, start, name, 0.05, 16, 40)[1][::13])
