# exercise: model
import numpy as np


def model(X, Y, layers_dims, learning_rate=0.3, num_iterations=2000, lambd=0.0, keep_prob=1.0, seed=1):
    gen = np.random.RandomState(seed)
    theta = {}
    for l in range(1, len(layers_dims)):
        theta["W" + str(l)] = gen.randn(layers_dims[l], layers_dims[l - 1]) * np.sqrt(2 / layers_dims[l - 1])
        theta["b" + str(l)] = np.zeros((layers_dims[l], 1))
    m = X.shape[1]
    L = len(layers_dims) - 1
    costs = []
    best_cost = float("inf")
    best_theta = {k: a.copy() for k, a in theta.items()}
    for i in range(num_iterations):
        AL, caches = forward_propagation_with_dropout(X, theta, keep_prob, seed + i * L)
        J = compute_cost_with_regularization(AL, Y, theta, lambd)
        costs.append(J)
        if J < best_cost:
            best_cost = J
            best_theta = {k: a.copy() for k, a in theta.items()}
        grads = backward_propagation_with_dropout(X, Y, caches, theta, keep_prob)
        theta = weight_decay_update(theta, grads, learning_rate, lambd, m)
    return best_theta, costs  # WRONG: the parameters after the last step must be returned, not those with the lowest cost on the way.
