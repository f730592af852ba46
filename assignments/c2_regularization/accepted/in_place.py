# The global generator, arrays changed in place, lists for tuples, costs of shape (1, 1).

import copy

import numpy as np


def l2_penalty(parameters, lambd, m):
    penalty = 0
    L = len(parameters) // 2
    for l in range(1, L + 1):  # noqa: E741
        penalty += np.sum(np.square(parameters["W" + str(l)]))
    return np.array([[lambd / m / 2 * penalty]])


def compute_cost_with_regularization(AL, Y, parameters, lambd):
    m = Y.shape[1]
    losses = np.multiply(Y, np.log(AL))
    losses += np.multiply(1 - Y, np.log(1 - AL))
    cost = -losses.sum(axis=0, keepdims=True).mean(axis=1, keepdims=True)
    cost += l2_penalty(parameters, lambd, m)
    return cost


def add_l2_gradients(grads, parameters, lambd, m):
    grads = copy.deepcopy(grads)
    for l in range(1, len(parameters) // 2 + 1):  # noqa: E741
        grads["dW" + str(l)] += lambd / m * parameters["W" + str(l)]
    return grads


def weight_decay_update(parameters, grads, learning_rate, lambd, m):
    for name in parameters:
        if name.startswith("W"):
            parameters[name] *= 1 - learning_rate * lambd / m
        parameters[name] -= learning_rate * grads["d" + name]
    return parameters


def dropout_forward(A, keep_prob, seed):
    np.random.seed(seed)
    D = np.random.rand(*A.shape)
    D = np.less(D, keep_prob).astype(float)
    A = A.copy()
    A *= D
    A /= keep_prob
    return [A, D]


def dropout_backward(dA, D, keep_prob):
    dA = np.array(dA)
    dA *= D
    dA /= keep_prob
    return dA


def forward_propagation_with_dropout(X, parameters, keep_prob, seed):
    caches = {"A0": X}
    L = len(parameters) // 2
    for l in range(1, L):  # noqa: E741
        A = np.dot(parameters["W" + str(l)], caches["A" + str(l - 1)])
        A += parameters["b" + str(l)]
        np.maximum(A, 0, out=A)
        caches["R" + str(l)] = A > 0
        caches["A" + str(l)], caches["D" + str(l)] = dropout_forward(A, keep_prob, seed + 7 * l)
    Z = np.dot(parameters["W" + str(L)], caches["A" + str(L - 1)]) + parameters["b" + str(L)]
    caches["A" + str(L)] = 1 / (1 + np.exp(-Z))
    return [caches["A" + str(L)], caches]


def backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob):
    m = X.shape[1]
    L = len(parameters) // 2
    grads = {}
    dZ = caches["A" + str(L)] - Y
    for l in reversed(range(1, L + 1)):  # noqa: E741
        grads["dW" + str(l)] = np.dot(dZ, caches["A" + str(l - 1)].T)
        grads["dW" + str(l)] /= m
        grads["db" + str(l)] = np.mean(dZ, axis=1, keepdims=True)
        if l > 1:
            dA = np.dot(parameters["W" + str(l)].T, dZ)
            dZ = dropout_backward(dA, caches["D" + str(l - 1)], keep_prob)
            dZ *= caches["R" + str(l - 1)]
            grads["dA" + str(l - 1)] = dA
    return grads


def early_stopping(dev_costs, patience, min_delta=0.0):
    costs = np.array(dev_costs, dtype=float)
    best = np.int64(0)
    for e in range(len(costs)):
        if e > 0 and costs[best] - costs[e] > min_delta:
            best = np.int64(e)
        if e - best == patience:
            return [best, e]
    return [best, len(costs) - 1]


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
    np.random.seed(seed)
    parameters = {}
    for l in range(1, len(layers_dims)):  # noqa: E741
        parameters["W" + str(l)] = np.random.randn(layers_dims[l], layers_dims[l - 1])
        parameters["W" + str(l)] *= np.sqrt(2 / layers_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    costs = np.zeros(num_iterations)
    for i in range(num_iterations):
        AL, caches = forward_propagation_with_dropout(X, parameters, keep_prob, seed + 1000 * i)
        costs[i] = compute_cost_with_regularization(AL, Y, parameters, lambd).item()
        grads = backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob)
        grads = add_l2_gradients(grads, parameters, lambd, X.shape[1])
        for name in parameters:
            parameters[name] -= learning_rate * grads["d" + name]
    return [parameters, costs]
