# exercise: train_with_init
from nethelp import cost_and_grads


def train_with_init(X, Y, layers_dims, init, seed, learning_rate=0.05, num_iterations=500):
    if init == "zeros":
        theta = initialize_parameters_zeros(layers_dims)
    if init == "random":
        theta = initialize_parameters_random(layers_dims, 1, seed)  # WRONG: the scale of "random" is 10, not 1.
    if init == "xavier":
        theta = initialize_parameters_xavier(layers_dims, seed)
    if init == "he":
        theta = initialize_parameters_he(layers_dims, seed)
    if init not in ("zeros", "random", "xavier", "he"):
        raise ValueError(init)
    L = len(layers_dims) - 1
    costs = []
    for it in range(num_iterations):
        J, slopes = cost_and_grads(X, Y, theta)
        if it % 100 == 0:  # WRONG: the costs of all iterations are asked for, not those of every hundredth.
            costs.append(J)
        for l in range(1, L + 1):
            theta[f"W{l}"] = theta[f"W{l}"] - learning_rate * slopes[f"dW{l}"]
            theta[f"b{l}"] = theta[f"b{l}"] - learning_rate * slopes[f"db{l}"]
    return theta, costs
