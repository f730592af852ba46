# exercise: train_with_init
from nethelp import cost_and_grads


def train_with_init(X, Y, layers_dims, init, seed, learning_rate=0.05, num_iterations=500):
    if init == "zeros":
        parameters = initialize_parameters_zeros(layers_dims)
    elif init == "random":
        parameters = initialize_parameters_random(layers_dims, 10, seed)
    elif init == "xavier":
        parameters = initialize_parameters_xavier(layers_dims, seed)
    elif init == "he":
        parameters = initialize_parameters_he(layers_dims, seed)
    else:
        raise ValueError("unknown init: " + init)

    costs = []
    for i in range(num_iterations):
        _, grads = cost_and_grads(X, Y, parameters)
        for key in parameters:
            parameters[key] = parameters[key] - learning_rate * grads["d" + key]
        cost, _ = cost_and_grads(X, Y, parameters)  # WRONG: the cost is taken after the step; it must be that of the parameters before it.
        costs.append(cost)
    return parameters, costs
