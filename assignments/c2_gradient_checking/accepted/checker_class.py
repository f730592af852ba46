# One class measures along directions, and all functions are a line over it.

import numpy as np


class Probe:
    def __init__(self, f, theta, epsilon):
        self.f, self.epsilon = f, epsilon
        self.theta = np.array(theta, dtype=float)
        self.known = None

    def here(self):
        if self.known is None:
            self.known = self.f(self.theta.copy())
        return self.known

    def moved(self, i, way):
        t = self.theta.copy()
        t.reshape(-1)[i] += way * self.epsilon
        return self.f(t)

    def slope(self, i):
        return (self.moved(i, 1) - self.moved(i, -1)) / (2 * self.epsilon)

    def bend(self, i):
        right, left = self.moved(i, 1) - self.here(), self.here() - self.moved(i, -1)
        return abs(right - left) / self.epsilon

    def gradient(self):
        flat = [self.slope(i) for i in range(self.theta.size)]
        return np.reshape(np.array(flat, dtype=float), self.theta.shape)


def numeric_gradient(f, theta, epsilon=1e-6):
    return Probe(f, theta, epsilon).gradient()


def gradient_check(f, grad_f, theta, epsilon=1e-6, threshold=1e-6):
    g, n = np.asarray(grad_f(theta)), Probe(f, theta, epsilon).gradient()
    size = np.linalg.norm(g) + np.linalg.norm(n)
    d = np.linalg.norm(g - n) / size if size else 0.0
    return {"difference": d, "ok": d <= threshold}


def check_parameters(cost, gradients, parameters, epsilon=1e-6):
    def one(name):
        probe = Probe(lambda v: cost(parameters | {name: v}), parameters[name], epsilon)
        n, g = probe.gradient(), gradients["d" + name]
        size = np.linalg.norm(g) + np.linalg.norm(n)
        return np.linalg.norm(g - n) / size if size else 0.0

    d = {name: one(name) for name in parameters}
    return d, max(d.items(), key=lambda pair: pair[1])[0]


def kink_coordinates(f, theta, epsilon=1e-5, tol=1e-2):
    probe = Probe(f, theta, epsilon)
    return [i for i in range(probe.theta.size) if probe.bend(i) > tol]
