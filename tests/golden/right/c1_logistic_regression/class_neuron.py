"""The neuron is an object; the functions that are asked for only ask it."""

import copy

import numpy as np


class SquaredError:
    @staticmethod
    def cost(A, Y):
        return 0.5 * np.mean((A - Y) ** 2)

    @staticmethod
    def dZ(A, Y):
        return (A - Y) * A * (1 - A)


class CrossEntropy:
    tiny = np.finfo(np.float64).tiny

    @classmethod
    def cost(cls, A, Y):
        with np.errstate(divide="ignore"):
            log_a = np.maximum(np.log(A), -100)
            log_c = np.maximum(np.log1p(-A), -100)
        return -np.average(np.where(Y > 0, log_a, log_c))

    @staticmethod
    def dZ(A, Y):
        return A - Y


class Neuron:
    def __init__(self, w, b, loss=CrossEntropy):
        self.w = w
        self.b = b
        self.loss = loss

    @classmethod
    def zeros(cls, n_x):
        return cls(np.zeros((n_x, 1)), 0.0)

    @property
    def params(self):
        return {"w": self.w, "b": self.b}

    def forward(self, X):
        return sigmoid(self.w.T @ X + self.b)

    def backward(self, X, Y):
        A = self.forward(X)
        dZ = self.loss.dZ(A, Y)
        grads = {"dw": X @ dZ.T / Y.size, "db": dZ.sum() / Y.size}
        return grads, self.loss.cost(A, Y)

    def step(self, grads, rate):
        self.w -= rate * grads["dw"]
        self.b -= rate * grads["db"]

    def fit(self, X, Y, steps, rate, every):
        costs = []
        grads = dict.fromkeys(["dw", "db"])
        for i in range(steps):
            grads, cost = propagate(self.w, self.b, X, Y)
            if i % every == 0:
                costs.append(cost)
            self.step(grads, rate)
        return grads, costs

    def classify(self, X):
        return np.array(self.forward(X) > 0.5, dtype=int)


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    return (lambda e: np.where(z < 0, e, 1.0) / (1 + e))(np.exp(-abs(z)))


def initialize(n_x):
    neuron = Neuron.zeros(n_x)
    return neuron.w, neuron.b


def compute_cost(A, Y):
    return CrossEntropy.cost(A, Y)


def propagate(w, b, X, Y):
    return Neuron(w, b).backward(X, Y)


def optimize(w, b, X, Y, num_iterations=2000, learning_rate=0.01, record_every=100):
    neuron = Neuron(copy.deepcopy(w), b)
    grads, costs = neuron.fit(X, Y, num_iterations, learning_rate, record_every)
    return neuron.params, grads, costs


def predict(w, b, X):
    return Neuron(w, b).classify(X)


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    params, _, costs = optimize(
        *initialize(X_train.shape[0]), X_train, Y_train, num_iterations, learning_rate, 100
    )
    result = {**params, "costs": costs}
    for which, X, Y in [("train", X_train, Y_train), ("test", X_test, Y_test)]:
        result[f"Y_prediction_{which}"] = labels = predict(params["w"], params["b"], X)
        result[f"{which}_accuracy"] = (labels == Y).mean() * 100
    return result


def mse_propagate(w, b, X, Y):
    return Neuron(w, b, SquaredError).backward(X, Y)


class Curvature:
    def __init__(self, w, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        self.a = sigmoid(w * self.x)
        self.s = self.a * (1 - self.a)

    def bce(self):
        return np.mean(self.s * self.x**2)

    def mse(self):
        return np.mean((self.s**2 + (self.a - self.y) * self.s * (1 - 2 * self.a)) * self.x**2)


def curvature(w, x, y, loss):
    if loss not in {"bce", "mse"}:
        raise ValueError("loss is 'bce' or 'mse'")
    return getattr(Curvature(w, x, y), loss)()


def nonconvexity_witness():
    return {"x": [1.0, 2.0], "y": [0, 0], "wa": -1.0, "wb": 12.0, "why": "flat at both ends"}
