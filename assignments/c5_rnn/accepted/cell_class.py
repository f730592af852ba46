# A class for the cell and one for the network; a cache is the object itself.

import numpy as np


class Step:
    def __init__(self, p):
        self.p = p

    def forward(self, x, a):
        self.x, self.before = x, a
        self.after = np.tanh(self.p["Waa"].dot(a) + self.p["Wax"].dot(x) + self.p["ba"])
        return self.after

    def output(self):
        return softmax(self.p["Wya"].dot(self.after) + self.p["by"])  # noqa: F821

    def backward(self, d):
        dz = (1 - np.square(self.after)) * d
        self.dWax, self.dWaa = dz.dot(self.x.T), dz.dot(self.before.T)
        self.dba = dz.sum(axis=1, keepdims=True)
        self.dx, self.d_before = self.p["Wax"].T.dot(dz), self.p["Waa"].T.dot(dz)
        return self.d_before


class Network:
    def __init__(self, p):
        self.p = p

    def forward(self, x, a0):
        self.steps, outputs = [], []
        for t in range(x.shape[-1]):
            step = Step(self.p)
            step.forward(x[..., t], self.steps[-1].after if self.steps else a0)
            self.steps.append(step)
            outputs.append(step.output())
        return np.dstack([step.after for step in self.steps]), np.dstack(outputs)

    def backward(self, da):
        d = 0
        for t, step in reversed(list(enumerate(self.steps))):
            d = step.backward(da[..., t] + d)
        found = {
            "dWax": sum(step.dWax for step in self.steps),
            "dWaa": sum(step.dWaa for step in self.steps),
            "dba": sum(step.dba for step in self.steps),
        }
        return found | {"dx": np.dstack([step.dx for step in self.steps]), "da0": d}


def rnn_cell_forward(xt, a_prev, parameters):
    step = Step(parameters)
    a_next = step.forward(xt, a_prev)
    return a_next, step.output(), step


def rnn_cell_backward(da_next, cache):
    da_prev = cache.backward(da_next)
    return {
        "dxt": cache.dx,
        "da_prev": da_prev,
        "dWax": cache.dWax,
        "dWaa": cache.dWaa,
        "dba": cache.dba,
    }


def rnn_forward(x, a0, parameters):
    network = Network(parameters)
    a, y_pred = network.forward(x, a0)
    return a, y_pred, network


def rnn_backward(da, caches):
    return caches.backward(da)
