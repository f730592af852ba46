"""Starts over in every iteration."""


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
    costs = []
    for _ in range(num_iterations):
        if initial is None:
            parameters = initialize_parameters(*layer_sizes(X, Y, n_h), seed)  # noqa: F821
        else:
            parameters = {name: value.copy() for name, value in initial.items()}
        A2, cache = forward_propagation(X, parameters, activation)  # noqa: F821
        costs.append(compute_cost(A2, Y))  # noqa: F821
        grads = backward_propagation(parameters, cache, X, Y, activation)  # noqa: F821
        parameters = update_parameters(parameters, grads, learning_rate)  # noqa: F821
    return parameters, costs
