# exercise: nn_model
import numpy as np


def nn_model(X, Y, n_h, num_iterations=10000, learning_rate=1.2, activation="tanh", seed=3, initial=None):
    n_x = X.shape[0]
    n_y = Y.shape[0]
    params = initialize_parameters(n_x, n_h, n_y, seed)
    if initial is not None:
        params = initial  # WRONG: this is the caller's dict itself, and the loop below writes the new parameters into it; copy it first.
    costs = []
    for it in range(num_iterations):
        A2, cache = forward_propagation(X, params, activation)
        cost = compute_cost(A2, Y)
        costs.append(cost)
        grads = backward_propagation(params, cache, X, Y, activation)
        new = update_parameters({k: np.array(params[k]) for k in params}, grads, learning_rate)
        for name in ("W1", "b1", "W2", "b2"):
            params[name] = new[name]
    return params, costs
