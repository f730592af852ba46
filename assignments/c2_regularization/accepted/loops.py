# Plain loops over layers, units and examples; RandomState, one draw at a time; masks of 0 and 1.

import math

import numpy as np


def l2_penalty(parameters, lambd, m):
    total = 0.0
    for layer in range(1, len(parameters) // 2 + 1):
        for row in parameters["W" + str(layer)]:
            for w in row:
                total += w * w
    return lambd * total / 2 / m


def compute_cost_with_regularization(AL, Y, parameters, lambd):
    outputs, m = Y.shape
    total = 0.0
    for k in range(outputs):
        for i in range(m):
            total -= math.log(AL[k, i]) if Y[k, i] == 1 else math.log(1 - AL[k, i])
    return total / m + l2_penalty(parameters, lambd, m)


def add_l2_gradients(grads, parameters, lambd, m):
    found = {}
    for key in grads:
        name = key[1:]
        if name in parameters and name[0] == "W":
            W, dW = parameters[name], grads[key]
            new = np.empty(W.shape)
            for place in np.ndindex(W.shape):
                new[place] = dW[place] + lambd * W[place] / m
            found[key] = new
        else:
            found[key] = grads[key]
    return found


def weight_decay_update(parameters, grads, learning_rate, lambd, m):
    for layer in range(1, len(parameters) // 2 + 1):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        for i in range(W.shape[0]):
            for j in range(W.shape[1]):
                W[i, j] *= 1 - learning_rate * lambd / m
                W[i, j] -= learning_rate * grads[f"dW{layer}"][i, j]
            b[i, 0] -= learning_rate * grads[f"db{layer}"][i, 0]
    return parameters


def dropout_forward(A, keep_prob, seed):
    rng = np.random.RandomState(seed)
    A_out, D = np.zeros(A.shape), np.zeros(A.shape, dtype=int)
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            if rng.random_sample() < keep_prob:
                D[i, j] = 1
                A_out[i, j] = A[i, j] / keep_prob
    return A_out, D


def dropout_backward(dA, D, keep_prob):
    result = np.zeros(dA.shape)
    for place in np.ndindex(dA.shape):
        if D[place]:
            result[place] = dA[place] / keep_prob
    return result


def forward_propagation_with_dropout(X, parameters, keep_prob, seed):
    L = len(parameters) // 2
    A, caches = X, []
    for layer in range(1, L + 1):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        Z = np.empty((W.shape[0], A.shape[1]))
        for i in range(W.shape[0]):
            Z[i] = W[i] @ A + b[i, 0]
        if layer == L:
            caches.append((A, Z, None, None))
            AL = np.empty(Z.shape)
            for place in np.ndindex(Z.shape):
                z = Z[place]
                AL[place] = 1 / (1 + math.exp(-z)) if z > -700 else 0.0
            return AL, (caches, AL)
        hidden = np.where(Z > 0, Z, 0.0)
        kept, D = dropout_forward(hidden, keep_prob, 1000 * seed + layer)
        caches.append((A, Z, D, kept))
        A = kept
    return None


def backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob):
    layers, AL = caches
    m = X.shape[1]
    grads = {}
    dZ = AL - Y
    for number in range(len(layers), 0, -1):
        A_prev = layers[number - 1][0]
        W = parameters[f"W{number}"]
        dW, db = np.zeros(W.shape), np.zeros((W.shape[0], 1))
        for i in range(W.shape[0]):
            for j in range(W.shape[1]):
                dW[i, j] = np.dot(dZ[i], A_prev[j]) / m
            db[i, 0] = dZ[i].sum() / m
        grads[f"dW{number}"], grads[f"db{number}"] = dW, db
        if number > 1:
            _, Z, D, _ = layers[number - 2]
            dA = np.zeros(Z.shape)
            for i in range(W.shape[0]):
                dA += np.outer(W[i], dZ[i])
            dZ = dropout_backward(dA, D, keep_prob)
            dZ[Z < 0] = 0
    return grads


def early_stopping(dev_costs, patience, min_delta=0.0):
    best_epoch, best_cost, waited = 0, dev_costs[0], 0
    for epoch in range(1, len(dev_costs)):
        if dev_costs[epoch] < best_cost - min_delta:
            best_epoch, best_cost, waited = epoch, dev_costs[epoch], 0
        else:
            waited += 1
            if waited == patience:
                return best_epoch, epoch
    return best_epoch, len(dev_costs) - 1


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
    rng = np.random.RandomState(seed)
    parameters = {}
    for layer in range(1, len(layers_dims)):
        n, n_prev = layers_dims[layer], layers_dims[layer - 1]
        parameters[f"W{layer}"] = rng.randn(n, n_prev) * math.sqrt(2 / n_prev)
        parameters[f"b{layer}"] = np.zeros((n, 1))
    costs = []
    for i in range(num_iterations):
        AL, caches = forward_propagation_with_dropout(X, parameters, keep_prob, seed + 1 + i)
        costs.append(compute_cost_with_regularization(AL, Y, parameters, lambd))
        grads = backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob)
        parameters = weight_decay_update(parameters, grads, learning_rate, lambd, X.shape[1])
    return parameters, costs
