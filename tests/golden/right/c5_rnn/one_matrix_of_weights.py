"""Classes; the weights of state and input side by side in one matrix."""

from dataclasses import dataclass

import numpy as np

RECURRENT = ("Wax", "Waa", "ba")


@dataclass
class Step:
    """What one step keeps: the weights side by side, what they read, and what came out."""

    weights: np.ndarray
    read: np.ndarray
    a_next: np.ndarray

    def back(self, da_next):
        n_a = self.a_next.shape[0]
        dz = da_next - da_next * np.square(self.a_next)
        dread = self.weights.T @ dz
        dweights = dz @ self.read.T
        return {
            "da_prev": dread[:n_a],
            "dxt": dread[n_a:-1],
            "dWaa": dweights[:, :n_a],
            "dWax": dweights[:, n_a:-1],
            "dba": dweights[:, -1:],
        }


class Network:
    """The five parameters and the walk through time."""

    def __init__(self, parameters):
        self.weights = np.hstack([parameters["Waa"], parameters["Wax"], parameters["ba"]])
        self.output = np.hstack([parameters["Wya"], parameters["by"]])

    def step(self, xt, a_prev):
        ones = np.ones((1, xt.shape[1]))
        read = np.vstack([a_prev, xt, ones])
        a_next = np.tanh(self.weights @ read)
        y = softmax(self.output @ np.vstack([a_next, ones]))
        return a_next, y, Step(self.weights, read, a_next)

    def run(self, x, a0):
        steps, states, outputs = [], [], []
        a = a0
        for xt in np.moveaxis(x, 2, 0):
            a, y, step = self.step(xt, a)
            steps.append(step)
            states.append(a)
            outputs.append(y)
        return np.stack(states, axis=2), np.stack(outputs, axis=2), steps


def softmax(z):
    shifted = np.exp(z - np.amax(z, 0))
    return shifted / shifted.sum(0)


def rnn_cell_forward(xt, a_prev, parameters):
    return Network(parameters).step(xt, a_prev)


def rnn_forward(x, a0, parameters):
    return Network(parameters).run(x, a0)


def rnn_cell_backward(da_next, cache):
    return cache.back(da_next)


def rnn_backward(da, caches):
    total, dxs, later = None, [], 0
    for t, step in reversed(list(enumerate(caches))):
        grads = step.back(da[..., t] + later)
        later = grads["da_prev"]
        dxs.insert(0, grads["dxt"])
        part = {"d" + name: grads["d" + name] for name in RECURRENT}
        total = part if total is None else {k: total[k] + part[k] for k in part}
    return {"dx": np.stack(dxs, axis=-1), "da0": later, **total}


def output_cost_and_grads(y_pred, y, a, parameters):
    flat = [np.reshape(v, (v.shape[0], -1)) for v in (y_pred, y, a)]
    p, true, states = flat
    count = p.shape[1]
    right = np.sum(p * true, axis=0)
    cost = float(np.mean(-np.log(np.clip(right, 1e-10, 1.0))))
    dz = (p - true) / count
    da = (parameters["Wya"].T @ dz).reshape(a.shape)
    return cost, da, {"dWya": dz @ states.T, "dby": dz @ np.ones((count, 1))}


def check_positive(value):
    if value <= 0:
        raise ValueError(f"{value} is not above 0")


def clip_gradients(gradients, max_value):
    check_positive(max_value)
    clipped = {}
    for name, gradient in gradients.items():
        new = np.array(gradient)
        new[new > max_value] = max_value
        new[new < -max_value] = -max_value
        clipped[name] = new
    return clipped


def clip_by_global_norm(gradients, max_norm):
    check_positive(max_norm)
    norm = sum(np.linalg.norm(g) ** 2 for g in gradients.values()) ** 0.5
    if norm <= max_norm:
        return {name: np.array(g) for name, g in gradients.items()}, norm
    return {name: g / norm * max_norm for name, g in gradients.items()}, norm


def gradient_norms_through_time(x, a0, parameters, da_last):
    _, _, steps = rnn_forward(x, a0, parameters)
    ways = [da_last]
    for step in reversed(steps):
        ways.append(rnn_cell_backward(ways[-1], step)["da_prev"])
    return np.array([np.linalg.norm(way) for way in reversed(ways)])


def rnn_train_step(x, y, a0, parameters, learning_rate, max_value):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    cost, da, grads = output_cost_and_grads(y_pred, y, a, parameters)
    back = rnn_backward(da, caches)
    for name in RECURRENT:
        grads["d" + name] = back["d" + name]
    grads = clip_gradients(grads, max_value)
    new_parameters = {name: np.copy(value) for name, value in parameters.items()}
    for name in new_parameters:
        new_parameters[name] -= learning_rate * grads["d" + name]
    return new_parameters, cost
