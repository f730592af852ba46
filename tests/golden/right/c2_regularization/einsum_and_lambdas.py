import numpy as np

weights = lambda P: [v for k, v in P.items() if k[0] == "W"]
depth = lambda P: len(weights(P))
rng_of = np.random.default_rng


def l2_penalty(parameters, lambd, m):
    return lambd / (2 * m) * sum(np.einsum("ij,ij->", W, W) for W in weights(parameters))


def compute_cost_with_regularization(AL, Y, parameters, lambd):
    m = Y.shape[1]
    # p is the probability given to what was true
    p = np.where(Y == 1, AL, 1 - AL)
    return np.array([[-np.log(p + 1e-15).sum() / m + l2_penalty(parameters, lambd, m)]])


def add_l2_gradients(grads, parameters, lambd, m):
    return grads | {"d" + k: grads["d" + k] + lambd / m * W for k, W in parameters.items() if k[0] == "W"}


def weight_decay_update(parameters, grads, learning_rate, lambd, m):
    return {k: v * (1 - learning_rate * lambd / m * (k[0] == "W")) - learning_rate * grads["d" + k]
            for k, v in parameters.items()}


def dropout_forward(A, keep_prob, seed):
    D = rng_of(seed).random(A.shape) < keep_prob
    return A * D / keep_prob, D


def dropout_backward(dA, D, keep_prob):
    return np.einsum("ij,ij->ij", dA, D) / keep_prob


def forward_propagation_with_dropout(X, parameters, keep_prob, seed):
    L = depth(parameters)
    seeds = rng_of(seed).integers(2**40, size=L)
    A, caches = X, []
    for l in range(1, L + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z, A_prev, D = np.einsum("ij,jk->ik", W, A) + b, A, None
        A, D = dropout_forward(Z.clip(0), keep_prob, int(seeds[l - 1])) if l < L else (1 / (1 + np.exp(-Z)), None)
        caches.append((A_prev, Z, D, A))
    return A, caches


def backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob):
    grads, m, L = {}, X.shape[1], len(caches)
    dZ = (caches[-1][3] - Y) / m
    for l in range(L, 0, -1):
        A_prev, _, _, _ = caches[l - 1]
        grads[f"dW{l}"], grads[f"db{l}"] = np.einsum("ik,jk->ij", dZ, A_prev), dZ.sum(1, keepdims=True)
        if l > 1:
            _, Z, D, _ = caches[l - 2]
            grads[f"dA{l - 1}"] = np.einsum("ji,jk->ik", parameters[f"W{l}"], dZ)
            dZ = dropout_backward(grads[f"dA{l - 1}"], D, keep_prob) * np.heaviside(Z, 0.5)
    return grads


def early_stopping(dev_costs, patience, min_delta=0.0):
    c = np.asarray(dev_costs, dtype=float)
    best = 0
    while True:
        window = c[best + 1: best + 1 + patience]
        better = np.flatnonzero(window < c[best] - min_delta)
        if better.size == 0:
            return [int(best), int(min(best + patience, len(c) - 1))]
        best += 1 + int(better[0])


def model(X, Y, layers_dims, learning_rate=0.3, num_iterations=2000, lambd=0.0, keep_prob=1.0, seed=1):
    rng, m = rng_of(seed), X.shape[1]
    P = {}
    for l, (n, k) in enumerate(zip(layers_dims[1:], layers_dims), start=1):
        P |= {f"W{l}": rng.normal(0, np.sqrt(2 / k), (n, k)), f"b{l}": np.zeros((n, 1))}
    costs = []
    for s in rng.integers(2**40, size=num_iterations):
        AL, caches = forward_propagation_with_dropout(X, P, keep_prob, int(s))
        costs += [compute_cost_with_regularization(AL, Y, P, lambd).item()]
        g = add_l2_gradients(backward_propagation_with_dropout(X, Y, caches, P, keep_prob), P, lambd, m)
        P = {k: v - learning_rate * g["d" + k] for k, v in P.items()}
    return P, tuple(costs)
