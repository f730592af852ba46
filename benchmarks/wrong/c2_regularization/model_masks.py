# exercise: model
import numpy as np


def he(dims, seed):
    np.random.seed(seed)
    p = {}
    for l in range(1, len(dims)):
        p[f"W{l}"] = np.random.randn(dims[l], dims[l - 1]) * np.sqrt(2.0 / dims[l - 1])
        p[f"b{l}"] = np.zeros((dims[l], 1))
    return p


def model(X, Y, layers_dims, learning_rate=0.3, num_iterations=2000, lambd=0.0, keep_prob=1.0, seed=1):
    params = he(layers_dims, seed)
    costs = []
    for it in range(num_iterations):
        AL, caches = forward_propagation_with_dropout(X, params, keep_prob, seed)  # WRONG: every iteration gets the same seed and so the same masks; each needs masks of its own, as with seed + L * it.
        cost = compute_cost_with_regularization(AL, Y, params, 0)  # WRONG: the costs must hold the penalty, so lambd must be passed and not 0.
        costs.append(cost)
        g = backward_propagation_with_dropout(X, Y, caches, params, keep_prob)
        g = add_l2_gradients(g, params, lambd, X.shape[1])
        for name in list(params):
            params[name] = params[name] - learning_rate * g["d" + name]
    return params, costs
