# Masks by comparison from above, lean caches that remember the seed's masks; deltas as lists.

import itertools

import numpy as np


def l2_penalty(parameters, lambd, m):
    flat = np.concatenate([np.ravel(v) for k, v in parameters.items() if k[0] == "W"])
    return np.float64(lambd) / (2.0 * m) * (flat @ flat)


def compute_cost_with_regularization(AL, Y, parameters, lambd):
    safe = np.clip(AL, 1e-9, 1 - 1e-9)
    cross = np.vdot(Y, np.log(safe)) + np.vdot(1 - Y, np.log(1 - safe))
    return [-cross / Y.shape[1] + l2_penalty(parameters, lambd, Y.shape[1])][0]


def add_l2_gradients(grads, parameters, lambd, m):
    new = {}
    for key, value in grads.items():
        layer = key[2:]
        new[key] = value
        if key == f"dW{layer}":
            new[key] = np.add(value, np.multiply(parameters[f"W{layer}"], lambd / m))
    return new


def weight_decay_update(parameters, grads, learning_rate, lambd, m):
    new = {}
    for i in itertools.takewhile(lambda i: f"W{i}" in parameters, itertools.count(1)):
        factor = (m - learning_rate * lambd) / m
        new[f"W{i}"] = factor * parameters[f"W{i}"] - learning_rate * grads[f"dW{i}"]
        new[f"b{i}"] = parameters[f"b{i}"] - learning_rate * grads[f"db{i}"]
    return new


def dropout_forward(A, keep_prob, seed):
    rng = np.random.Generator(np.random.Philox(seed))
    D = keep_prob > rng.random(size=A.T.shape).T
    return A * (D / keep_prob), D


def dropout_backward(dA, D, keep_prob):
    return (np.asarray(D, dtype=float) * dA) * (1 / keep_prob)


def forward_propagation_with_dropout(X, parameters, keep_prob, seed):
    last = max(int(name[1:]) for name in parameters)
    hidden, masks = [X], []
    children = np.random.SeedSequence(seed).generate_state(last)
    for i in range(1, last):
        Z = parameters[f"W{i}"].dot(hidden[-1]) + parameters[f"b{i}"]
        A, D = dropout_forward(Z * (Z > 0), keep_prob, int(children[i]))
        hidden.append(A)
        masks.append(D)
    Z = parameters[f"W{last}"].dot(hidden[-1]) + parameters[f"b{last}"]
    with np.errstate(over="ignore"):
        AL = 1 / (1 + np.exp(-Z))
    return AL, (hidden, masks)


def backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob):
    hidden, masks = caches
    m, last = Y.shape[1], len(hidden)
    Z = parameters[f"W{last}"].dot(hidden[-1]) + parameters[f"b{last}"]
    d = (1 + np.tanh(Z / 2)) / 2 - Y
    result = {}
    for i in range(last, 0, -1):
        result[f"db{i}"] = np.average(d, axis=1)[:, None]
        result[f"dW{i}"] = d.dot(hidden[i - 1].T) / m
        if i > 1:
            # What is positive after dropout was positive before, and was kept.
            d = dropout_backward(parameters[f"W{i}"].T.dot(d), masks[i - 2], keep_prob)
            d = np.where(hidden[i - 1] > 0, d, 0.0)
    return result


def early_stopping(dev_costs, patience, min_delta=0.0):
    improved = [0]
    for epoch, cost in list(enumerate(dev_costs))[1:]:
        if not cost >= dev_costs[improved[-1]] - min_delta:
            improved.append(epoch)
        if not epoch < improved[-1] + patience:
            return improved.pop(), epoch
    return improved.pop(), len(dev_costs) - 1


def model(
    X,
    Y,
    layers_dims,
    learning_rate=0.3,
    num_iterations=2000,
    lambd=0.0,
    keep_prob=1.0,
    seed=1,
):
    state = np.random.RandomState(seed)
    parameters = {}
    for i in range(1, len(layers_dims)):
        shape = layers_dims[i], layers_dims[i - 1]
        parameters[f"W{i}"] = state.normal(scale=np.sqrt(2 / shape[1]), size=shape)
        parameters[f"b{i}"] = np.zeros((shape[0], 1))
    costs = []
    while len(costs) < num_iterations:
        number = int(state.randint(2**30))
        AL, caches = forward_propagation_with_dropout(X, parameters, keep_prob, number)
        costs.append([[compute_cost_with_regularization(AL, Y, parameters, lambd)]])
        grads = backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob)
        parameters = weight_decay_update(parameters, grads, learning_rate, lambd, X.shape[1])
    return parameters, [cost[0][0] for cost in costs]
