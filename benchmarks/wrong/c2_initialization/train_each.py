# exercise: train_with_init
from nethelp import cost_and_grads


def train_with_init(X, Y, layers_dims, init, seed, learning_rate=0.05, num_iterations=500):
    starts = {
        "zeros": lambda: initialize_parameters_zeros(layers_dims),
        "random": lambda: initialize_parameters_random(layers_dims, 10, seed),
        "xavier": lambda: initialize_parameters_xavier(layers_dims, seed),
        "he": lambda: initialize_parameters_he(layers_dims, seed),
    }
    if init not in starts:
        raise ValueError("init")
    params = starts[init]()
    costs = []
    for _ in range(num_iterations):
        cost = cost_and_grads(X, Y, params)[0]
        costs.append(float(cost))
        for name in list(params):
            slope = cost_and_grads(X, Y, params)[1]["d" + name]  # WRONG: the gradients are taken anew after each parameter has moved; all must be taken before any of them moves.
            params[name] = params[name] - learning_rate * slope
    return params, costs
