# exercise: L_layer_model
import numpy as np


def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, seed=1):
    params = initialize_parameters_deep(layers_dims, seed)
    costs = []
    for it in range(num_iterations):
        AL, caches = L_model_forward(X, params)
        grads = L_model_backward(AL, Y, caches)
        params = update_parameters(params, grads, learning_rate)
        # how good is it now?
        AL, _ = L_model_forward(X, params)  # WRONG: the predictions are computed again after the update, so each cost is that of the next iteration; it must be taken before the step.
        costs.append(compute_cost(AL, Y))
    return params, costs
