import numpy as np


def l2_penalty(parameters, lambd, m):
    L = len(parameters) // 2
    total = 0.0
    for l in range(1, L + 1):
        W = parameters["W" + str(l)]
        for i in range(W.shape[0]):
            for j in range(W.shape[1]):
                total = total + W[i, j] ** 2
    return lambd / (2 * m) * total


def compute_cost_with_regularization(AL, Y, parameters, lambd):
    m = Y.shape[1]
    losses = Y * np.log(AL) + (1 - Y) * np.log(1 - AL)
    cross_entropy = -1 / m * np.sum(losses)
    return cross_entropy + l2_penalty(parameters, lambd, m)


def add_l2_gradients(grads, parameters, lambd, m):
    new_grads = {}
    for key in grads:
        new_grads[key] = grads[key].copy()
    L = len(parameters) // 2
    for l in range(1, L + 1):
        new_grads["dW" + str(l)] = grads["dW" + str(l)] + lambd / m * parameters["W" + str(l)]
    return new_grads


def weight_decay_update(parameters, grads, learning_rate, lambd, m):
    new_parameters = {}
    L = len(parameters) // 2
    shrink = 1 - learning_rate * lambd / m
    for l in range(1, L + 1):
        new_parameters["W" + str(l)] = shrink * parameters["W" + str(l)] - learning_rate * grads["dW" + str(l)]
        new_parameters["b" + str(l)] = parameters["b" + str(l)] - learning_rate * grads["db" + str(l)]
    return new_parameters


def dropout_forward(A, keep_prob, seed):
    rng = np.random.RandomState(seed)
    D = np.zeros(A.shape)
    A_out = np.zeros(A.shape)
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            if rng.rand() < keep_prob:
                D[i, j] = 1
                A_out[i, j] = A[i, j] / keep_prob
    return A_out, D


def dropout_backward(dA, D, keep_prob):
    result = np.zeros(dA.shape)
    for i in range(dA.shape[0]):
        for j in range(dA.shape[1]):
            result[i, j] = dA[i, j] * D[i, j] / keep_prob
    return result


def forward_propagation_with_dropout(X, parameters, keep_prob, seed):
    L = len(parameters) // 2
    caches = []
    A = X
    for l in range(1, L + 1):
        A_prev = A
        Z = np.dot(parameters["W" + str(l)], A_prev) + parameters["b" + str(l)]
        if l < L:
            A = np.maximum(0, Z)
            A, D = dropout_forward(A, keep_prob, seed + l)
        else:
            A = 1 / (1 + np.exp(-Z))
            D = None
        caches.append((A_prev, Z, D, A))
    return A, caches


def backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob):
    L = len(parameters) // 2
    m = X.shape[1]
    grads = {}
    for l in range(L, 0, -1):
        A_prev, Z, D, A = caches[l - 1]
        if l == L:
            dZ = A - Y
        else:
            dA = dropout_backward(dA, D, keep_prob)
            dZ = dA * (Z > 0)
        grads["dW" + str(l)] = 1 / m * np.dot(dZ, A_prev.T)
        grads["db" + str(l)] = 1 / m * np.sum(dZ, axis=1, keepdims=True)
        if l > 1:
            dA = np.dot(parameters["W" + str(l)].T, dZ)
    return grads


def early_stopping(dev_costs, patience, min_delta=0.0):
    best_epoch = 0
    best_cost = dev_costs[0]
    for e in range(len(dev_costs)):
        if e > 0 and dev_costs[e] < best_cost - min_delta:
            best_cost = dev_costs[e]
            best_epoch = e
        if e - best_epoch >= patience:
            return best_epoch, e
    return best_epoch, len(dev_costs) - 1


def initialize_parameters_he(layers_dims, seed):
    rng = np.random.RandomState(seed)
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters["W" + str(l)] = rng.randn(layers_dims[l], layers_dims[l - 1]) * np.sqrt(2 / layers_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


def model(X, Y, layers_dims, learning_rate=0.3, num_iterations=2000, lambd=0.0, keep_prob=1.0, seed=1):
    parameters = initialize_parameters_he(layers_dims, seed)
    L = len(layers_dims) - 1
    m = X.shape[1]
    costs = []
    for i in range(num_iterations):
        AL, caches = forward_propagation_with_dropout(X, parameters, keep_prob, seed + L * i)
        costs.append(compute_cost_with_regularization(AL, Y, parameters, lambd))
        grads = backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob)
        parameters = weight_decay_update(parameters, grads, learning_rate, lambd, m)
    return parameters, costs
