"""A network is a list of layers, each of which knows whether it may move."""

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from nethelp import cost_and_grads


@dataclass
class Layer:
    W: np.ndarray
    b: np.ndarray
    moves: bool = True

    def copy(self):
        return Layer(self.W.copy(), self.b.copy(), self.moves)

    def features(self, A):
        Z = self.W @ A + self.b
        Z[Z < 0] = 0
        return Z

    def step(self, dW, db, rate):
        if self.moves:
            self.W, self.b = self.W - rate * dW, self.b - rate * db


class Network:
    def __init__(self, layers):
        self.layers = layers

    @classmethod
    def of(cls, parameters):
        count = len(parameters) // 2
        pairs = [(parameters[f"W{l}"], parameters[f"b{l}"]) for l in range(1, count + 1)]
        return cls([Layer(W, b).copy() for W, b in pairs])

    def freeze(self, frozen):
        for number, layer in enumerate(self.layers, start=1):
            layer.moves = number not in frozen
        return self

    def step(self, grads, rate):
        for number, layer in enumerate(self.layers, start=1):
            layer.step(grads[f"dW{number}"], grads[f"db{number}"], rate)

    def as_dict(self):
        found = OrderedDict()
        for number, layer in reversed(list(enumerate(self.layers, start=1))):
            found[f"b{number}"] = layer.b
            found[f"W{number}"] = layer.W
        return found


class Labels:
    def __init__(self, Y):
        self.there = np.isfinite(Y)
        self.Y = np.where(self.there, Y, 0.0)
        self.m = Y.shape[1]


def multitask_loss(Yhat, Y):
    known = Labels(Y)
    right = np.abs(1 - known.Y - Yhat)[known.there]
    return float(np.log(np.maximum(right, 1e-300)).sum() / -known.m)


def multitask_gradient(Yhat, Y):
    known = Labels(Y)
    dZ = (Yhat - known.Y) / known.m
    dZ[~known.there] = 0
    return dZ


def multitask_accuracy(Yhat, Y):
    known = Labels(Y)
    met = ((Yhat > 0.5) == (known.Y > 0.5)) & known.there
    counts = known.there.sum(axis=1)
    return tuple(a / n if n else float("nan") for a, n in zip(met.sum(axis=1), counts))


def replace_head(parameters, n_out, seed):
    network = Network.of(parameters)
    old = network.layers.pop()
    n = old.W.shape[1]
    W = np.random.RandomState(seed).normal(size=(n_out, n), scale=1 / np.sqrt(n))
    network.layers.append(Layer(W, np.zeros((n_out, 1))))
    return network.as_dict()


def freeze_update(parameters, grads, learning_rate, frozen):
    network = Network.of(parameters).freeze(frozen)
    network.step(grads, learning_rate)
    return network.as_dict()


def extract_features(X, parameters, n_layers):
    A = np.array(X)
    for layer in Network.of(parameters).layers[:n_layers]:
        A = layer.features(A)
    return A


def fine_tune(X, Y, parameters, trainable, learning_rate=0.1, num_iterations=100):
    network = Network.of(parameters)
    everything = range(1, len(network.layers) + 1)
    network.freeze([number for number in everything if number not in trainable])
    costs = []
    while len(costs) < num_iterations:
        cost, grads = cost_and_grads(X, Y, network.as_dict())
        network.step(grads, learning_rate)
        costs.append(cost)
    return [network.as_dict(), costs]


def transfer_or_scratch(same_input, shared_features, n_source, n_target):
    conditions = [same_input, shared_features, n_source > n_target]
    return "transfer" if all(conditions) else "scratch"
