# exercise: nn_model
import numpy as np


def nn_model(X, Y, n_h, num_iterations=10000, learning_rate=1.2, activation="tanh", seed=3, initial=None):
    n_x, n_h, n_y = layer_sizes(X, Y, n_h)
    if initial is None:
        start = initialize_parameters(n_x, n_h, n_y, seed)
    else:
        start = initial
    parameters = {key: np.array(start[key]) for key in start}
    costs = []
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters, activation)
        costs.append(compute_cost(A2, Y))
        # nothing changes any more -> done
        if i > 0 and np.isclose(costs[-1], costs[-2]):  # WRONG: stopping early is not allowed: near the start the cost hardly moves, and costs must have exactly num_iterations entries.
            break
        grads = backward_propagation(parameters, cache, X, Y, activation)
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters, costs
