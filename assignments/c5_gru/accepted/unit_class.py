# A class: a step is an object that has run forward once and can run backward as often as one likes.
# The cache of a sequence is the chain of its steps, each of which knows the one before it.

import numpy as np
from gatehelp import sigmoid


class Gate:
    def __init__(self, W, b, function, slope):
        self.W, self.b, self.function, self.slope = W, b, function, slope

    def __call__(self, seen):
        self.seen = seen
        self.value = self.function(self.W @ seen + self.b)
        return self.value

    def back(self, d):
        dz = d * self.slope(self.value)
        return self.W.T @ dz, dz @ self.seen.T, dz.sum(axis=1).reshape(-1, 1)


def sigmoid_slope(value):
    return value * (1 - value)


class Step:
    def __init__(self, xt, c, parameters, before=None):
        p = parameters
        self.c, self.before, self.n_a = c, before, c.shape[0]
        self.reset = Gate(p["Wr"], p["br"], sigmoid, sigmoid_slope)
        self.update = Gate(p["Wu"], p["bu"], sigmoid, sigmoid_slope)
        self.new = Gate(p["Wc"], p["bc"], np.tanh, lambda value: 1 - value * value)
        both = np.vstack([c, xt])
        r, u = self.reset(both), self.update(both)
        self.next = c + u * (self.new(np.vstack([r * c, xt])) - c)

    def back(self, d):
        n, u = self.n_a, self.update.value
        seen, dWc, dbc = self.new.back(d * u)
        by_r, dWr, dbr = self.reset.back(seen[:n] * self.c)
        by_u, dWu, dbu = self.update.back(d * (self.new.value - self.c))
        kept = (1 - u) * d + self.reset.value * seen[:n]
        return {
            "dxt": seen[n:] + by_r[n:] + by_u[n:],
            "dc_prev": kept + by_r[:n] + by_u[:n],
            "dWr": dWr,
            "dbr": dbr,
            "dWu": dWu,
            "dbu": dbu,
            "dWc": dWc,
            "dbc": dbc,
        }


def gru_cell_forward(xt, c_prev, parameters):
    step = Step(xt, c_prev, parameters)
    return step.next, step


def gru_cell_backward(dc_next, cache):
    return cache.back(dc_next)


def gru_forward(x, c0, parameters):
    step, states = None, []
    for t in range(x.shape[2]):
        step = Step(x[..., t], c0 if step is None else step.next, parameters, step)
        states.append(step.next)
    return np.dstack(states), step


def gru_backward(dc, caches):
    step, d, t = caches, np.zeros(dc.shape[:2]), dc.shape[2]
    total, dx = None, []
    while step is not None:
        t -= 1
        found = step.back(dc[..., t] + d)
        d = found.pop("dc_prev")
        dx.append(found.pop("dxt"))
        total = {name: slope + (total[name] if total else 0) for name, slope in found.items()}
        step = step.before
    return total | {"dx": np.dstack(dx[::-1]), "dc0": d}


def recurrent_parameter_count(kind, n_x, n_a):
    try:
        parts = {"rnn": 1, "gru": 3, "lstm": 4}[kind]
    except KeyError as error:
        raise ValueError("no such cell") from error
    return parts * n_a * (n_a + n_x + 1)
