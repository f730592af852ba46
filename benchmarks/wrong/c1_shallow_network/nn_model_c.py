# exercise: nn_model
import copy

import numpy as np


def nn_model(X, Y, n_h, num_iterations=10000, learning_rate=1.2, activation="tanh", seed=3, initial=None):
    n_x, _, n_y = layer_sizes(X, Y)
    if initial is not None:
        parameters = copy.deepcopy(initial)
    else:
        parameters = initialize_parameters(n_x, 4, n_y, seed)  # WRONG: the number of hidden units is fixed to 4 instead of n_h.
    costs = []
    for _ in range(num_iterations):
        A2, cache = forward_propagation(X, parameters, activation)
        grads = backward_propagation(parameters, cache, X, Y, activation)
        parameters = update_parameters(parameters, grads, learning_rate)
        new_A2, _ = forward_propagation(X, parameters, activation)
        costs.append(compute_cost(new_A2, Y))  # WRONG: this cost is taken after the update; it must be that of A2, before the step.
    return parameters, costs
