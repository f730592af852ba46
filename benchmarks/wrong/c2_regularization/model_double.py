# exercise: model
import numpy as np


def model(X, Y, layers_dims, learning_rate=0.3, num_iterations=2000, lambd=0.0, keep_prob=1.0, seed=1):
    m = X.shape[1]
    L = len(layers_dims) - 1
    rng = np.random.default_rng(seed)
    parameters = {}
    for l in range(1, L + 1):
        n_prev = layers_dims[l - 1]
        parameters["W" + str(l)] = rng.standard_normal((layers_dims[l], n_prev)) * np.sqrt(2 / n_prev)
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    costs = []
    for i in range(num_iterations):
        AL, caches = forward_propagation_with_dropout(X, parameters, keep_prob, seed + L * i)
        costs.append(compute_cost_with_regularization(AL, Y, parameters, lambd))
        grads = backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob)
        grads = add_l2_gradients(grads, parameters, lambd, m)  # WRONG: the penalty's slope is added here and then once more by the weight decay; it must be in the step once.
        parameters = weight_decay_update(parameters, grads, learning_rate, lambd, m)
    return parameters, costs
