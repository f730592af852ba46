"""Trains the caller's initial parameters in place."""


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
    parameters = initial
    if parameters is None:
        parameters = initialize_parameters(*layer_sizes(X, Y, n_h), seed)  # noqa: F821
    costs = []
    for _ in range(num_iterations):
        A2, cache = forward_propagation(X, parameters, activation)  # noqa: F821
        costs.append(compute_cost(A2, Y))  # noqa: F821
        grads = backward_propagation(parameters, cache, X, Y, activation)  # noqa: F821
        for name, value in parameters.items():
            value -= learning_rate * grads["d" + name]
    return parameters, costs
