"""Plain Python on lists; NumPy only where an array goes in or out, and for the random numbers."""

import math
from itertools import chain

import numpy as np
from nethelp import cost_and_grads


def price(p, y):
    q = p if y else 1 - p
    return -math.log(q) if q > 0 else 700


def pairs(Yhat, Y):
    for said, known in zip(Yhat.tolist(), Y.tolist()):
        yield [(p, y) for p, y in zip(said, known) if not math.isnan(y)]


def multitask_loss(Yhat, Y):
    return math.fsum(price(*pair) for pair in chain(*pairs(Yhat, Y))) / len(Y[0])


def multitask_gradient(Yhat, Y):
    m = len(Y[0])
    rows = zip(Yhat.tolist(), Y.tolist())
    return np.array([[0 if math.isnan(y) else (p - y) / m for p, y in zip(*row)] for row in rows], float)


def multitask_accuracy(Yhat, Y):
    hits = [[(p > 1 / 2) is (y == 1) for p, y in task] for task in pairs(Yhat, Y)]
    return [sum(task) / len(task) if task else math.nan for task in hits]


def layer_of(name):
    return int(name.lstrip("Wb"))


def replace_head(parameters, n_out, seed):
    head = str(max(map(layer_of, parameters)))
    np.random.seed(seed)
    n = len(parameters["W" + head].T)
    W = [[np.random.normal() / math.sqrt(n) for _ in range(n)] for _ in range(n_out)]
    kept = {k: np.array(v) for k, v in parameters.items() if k[1:] != head}
    return {"W" + head: np.array(W), "b" + head: np.zeros([n_out, 1]), **kept}


def freeze_update(parameters, grads, learning_rate, frozen):
    moving = (name for name in parameters if layer_of(name) not in frozen)
    return {**parameters, **{n: parameters[n] - learning_rate * grads["d" + n] for n in moving}}


def extract_features(X, parameters, n_layers):
    columns = X.T.tolist()
    for l in range(1, n_layers + 1):
        W, b = parameters[f"W{l}"].tolist(), parameters[f"b{l}"].ravel().tolist()
        columns = [
            [max(0.0, sum(w * x for w, x in zip(row, column)) + c) for row, c in zip(W, b)]
            for column in columns
        ]
    return np.array(columns).T


def fine_tune(X, Y, parameters, trainable, learning_rate=0.1, num_iterations=100):
    network = {name: value + 0.0 for name, value in parameters.items()}
    frozen = {layer_of(name) for name in network} - set(trainable)
    costs = ()
    for _ in range(num_iterations):
        cost, slopes = cost_and_grads(X, Y, network)
        costs += (cost,)
        network = freeze_update(network, slopes, learning_rate, sorted(frozen))
    return network, costs


def transfer_or_scratch(same_input, shared_features, n_source, n_target):
    return {3: "transfer"}.get(bool(same_input) + bool(shared_features) + (n_source > n_target), "scratch")
