# expect: update_parameters_with_adam loses
"""An epsilon of 0 is taken for none given."""

import numpy as np

from nethelp import cost_and_grads


def rule(parameters, grads, v, s, rate, b1, b2, eps, c1=1.0, c2=1.0, root=True):
    new = {}, {}, {}
    for k in parameters:
        g = np.asarray(grads["d" + k])
        m1 = g if v is None else b1 * v["d" + k] + (1 - b1) * g
        m2 = None if s is None else b2 * s["d" + k] + (1 - b2) * g**2
        step = m1 / c1
        if m2 is not None:
            step = step / (np.sqrt(m2 / c2) + eps)
        new[0][k] = parameters[k] - rate * step
        new[1]["d" + k] = m1
        new[2]["d" + k] = m2
    return new


def update_parameters_with_gd(parameters, grads, learning_rate):
    return rule(parameters, grads, None, None, learning_rate, 0, 0, 0)[0]


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    return rule(parameters, grads, v, None, learning_rate, beta, 0, 0)[:2]


def update_parameters_with_rmsprop(parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8):
    return rule(parameters, grads, None, s, learning_rate, 0, beta, epsilon)[::2]


def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return rule(
        parameters, grads, v, s, learning_rate, beta1, beta2, epsilon or 1e-8, 1 - beta1**t, 1 - beta2**t
    )


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    keys = np.random.default_rng([17, seed]).random(X.shape[1])
    order = sorted(range(X.shape[1]), key=keys.__getitem__)
    groups = [order[i : i + mini_batch_size] for i in range(0, len(order), mini_batch_size)]
    return [[X[:, g], Y[:, g]] for g in groups]


def exponentially_weighted_average(values, beta, bias_correction=False):
    state, out = {"dx": 0.0}, []
    for t, x in enumerate(values, 1):
        _, state, _ = rule({"x": 0.0}, {"dx": float(x)}, state, None, 0, beta, 0, 0)
        out.append(state["dx"] / (1 - beta**t) if bias_correction else state["dx"])
    return np.array(out)


def initialize_velocity(parameters):
    return {"d" + k: np.zeros(np.array(w).shape) for k, w in parameters.items()}


def initialize_adam(parameters):
    return initialize_velocity(parameters), initialize_velocity(parameters)


def model(X, Y, initial, optimizer, learning_rate=0.01, mini_batch_size=64, num_epochs=20,
          beta=0.9, beta1=0.9, beta2=0.999, epsilon=1e-8, seed=0):
    if optimizer not in ("gd", "momentum", "rmsprop", "adam"):
        raise ValueError(optimizer)
    theta, t, costs = dict(initial), 0, []
    v = initialize_velocity(initial) if optimizer in ("momentum", "adam") else None
    s = initialize_velocity(initial) if optimizer in ("rmsprop", "adam") else None
    adam = optimizer == "adam"
    b1, b2 = (beta1, beta2) if adam else (beta, beta)
    for e in range(num_epochs):
        sums = []
        for X_b, Y_b in random_mini_batches(X, Y, mini_batch_size, seed + 1000 * e):
            t += 1
            J, grads = cost_and_grads(X_b, Y_b, theta)
            c = (1 - b1**t, 1 - b2**t) if adam else (1, 1)
            theta, v_new, s_new = rule(theta, grads, v, s, learning_rate, b1, b2, epsilon, *c)
            v, s = v and v_new, s and s_new
            sums.append([J * X_b.shape[1], X_b.shape[1]])
        total, count = np.sum(sums, axis=0)
        costs.append(total / count)
    return theta, costs
