# A class for a step and one for the network; the caches are their objects.

import numpy as np
from seqhelp import softmax


def sigmoid(z):
    return 1 - 0.5 * (1 - np.tanh(np.divide(z, 2)))


class Step:
    def __init__(self, parameters):
        self.p = parameters
        self.n_a = parameters["bf"].shape[0]

    def forward(self, xt, a_prev, c_prev):
        p = self.p
        self.seen, self.c_prev = np.r_[a_prev, xt], c_prev
        self.f, self.i, self.o = (sigmoid(p["W" + g] @ self.seen + p["b" + g]) for g in "fio")
        self.cc = np.tanh(p["Wc"] @ self.seen + p["bc"])
        self.c = self.f * c_prev + self.i * self.cc
        self.t = np.tanh(self.c)
        return self.o * self.t, self.c, softmax(p["Wy"] @ (self.o * self.t) + p["by"])

    def backward(self, da, dc):
        dc = dc + da * self.o * (1 - self.t**2)
        dz = {
            "o": da * self.t * self.slope(self.o),
            "f": dc * self.c_prev * self.slope(self.f),
            "i": dc * self.cc * self.slope(self.i),
            "c": dc * self.i * (1 - self.cc**2),
        }
        d = {"dc_prev": dc * self.f}
        dseen = 0
        for g, one in dz.items():
            dseen = dseen + self.p["W" + g].T.dot(one)
            d["dW" + g], d["db" + g] = one.dot(self.seen.T), one.dot(np.ones((one.shape[1], 1)))
        d["da_prev"], d["dxt"] = np.split(dseen, [self.n_a])
        return d

    @staticmethod
    def slope(gate):
        return gate - gate * gate


class Network:
    def __init__(self, parameters):
        self.parameters, self.steps = parameters, []

    def forward(self, x, a, c):
        for xt in np.moveaxis(x, 2, 0):
            step = Step(self.parameters)
            a, c, y = step.forward(xt, a, c)
            self.steps.append(step)
            yield a, y, c

    def backward(self, da):
        back = [None] * len(self.steps)
        da_next, dc_next = 0 * da[:, :, 0], 0 * da[:, :, 0]
        for t, step in reversed(list(enumerate(self.steps))):
            back[t] = step.backward(da[:, :, t] + da_next, dc_next)
            da_next, dc_next = back[t]["da_prev"], back[t]["dc_prev"]
        grads = {k: sum(one[k] for one in back) for k in back[0] if k[1] in "Wb"}
        grads["dx"], grads["da0"] = np.dstack([one["dxt"] for one in back]), da_next
        return grads


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    step = Step(parameters)
    return [*step.forward(xt, a_prev, c_prev), step]


def lstm_cell_backward(da_next, dc_next, cache):
    return cache.backward(da_next, dc_next)


def lstm_forward(x, a0, parameters):
    network = Network(parameters)
    a, y, c = (
        np.dstack(one) for one in zip(*network.forward(x, a0, np.zeros_like(a0)), strict=False)
    )
    return [a, y, c, network]


def lstm_backward(da, caches):
    return caches.backward(da)


def last_step_cost_and_grads(x, y, parameters):
    network = Network(parameters)
    a0 = np.zeros((parameters["Wy"].shape[1], x.shape[1]))
    a, said, _ = list(network.forward(x, a0, a0))[-1]
    cost = -np.log((said * y).sum(axis=0)).mean()
    dz = (said - y) / y.shape[1]
    da = np.zeros((*a.shape, x.shape[2]))
    da[..., -1] = parameters["Wy"].T @ dz
    grads = network.backward(da)
    grads.update(dWy=dz @ a.T, dby=dz.sum(axis=1, keepdims=True))
    return np.array([[cost]]), grads
