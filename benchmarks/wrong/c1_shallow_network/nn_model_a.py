# exercise: nn_model
import numpy as np


def nn_model(X, Y, n_h, num_iterations=10000, learning_rate=1.2, activation="tanh", seed=3, initial=None):
    n_x, n_h, n_y = layer_sizes(X, Y, n_h)
    if initial is None:
        parameters = initialize_parameters(n_x, n_h, n_y, seed)
    else:
        parameters = {k: v.copy() for k, v in initial.items()}
    costs = []
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters, activation)
        costs.append(compute_cost(A2, Y))
        grads = backward_propagation(parameters, cache, X, Y)  # WRONG: the activation is not passed on to the backward pass, which then uses the slope of tanh for relu too.
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters, costs
