# exercise: model
import copy

from nethelp import cost_and_grads


def model(X, Y, initial, optimizer, learning_rate=0.01, mini_batch_size=64, num_epochs=20,
          beta=0.9, beta1=0.9, beta2=0.999, epsilon=1e-8, seed=0):
    parameters = copy.deepcopy(initial)
    v, s = initialize_adam(parameters)
    t = 0
    costs = []
    for i in range(num_epochs):
        batches = random_mini_batches(X, Y, mini_batch_size=mini_batch_size, seed=seed)  # WRONG: the same seed in each epoch gives the same order again; each epoch has an order of its own (seed + i).
        epoch_costs = []
        for (bx, by) in batches:
            c, g = cost_and_grads(bx, by, parameters)
            epoch_costs.append(c)
            if optimizer == "gd":
                parameters = update_parameters_with_gd(parameters, g, learning_rate=learning_rate)
            elif optimizer == "momentum":
                parameters, v = update_parameters_with_momentum(parameters, g, v, beta=beta, learning_rate=learning_rate)
            elif optimizer == "rmsprop":
                parameters, s = update_parameters_with_rmsprop(parameters, g, s, beta=beta, learning_rate=learning_rate, epsilon=epsilon)
            elif optimizer == "adam":
                t = t + 1
                parameters, v, s = update_parameters_with_adam(parameters, g, v, s, t, learning_rate=learning_rate, beta1=beta1, beta2=beta2, epsilon=epsilon)
            else:
                raise ValueError("unknown optimizer " + str(optimizer))
        costs.append(sum(epoch_costs) / len(epoch_costs))  # WRONG: batches may have different sizes; each cost must be weighed by the number of its examples and the sum divided by m.
    if optimizer not in ["gd", "momentum", "rmsprop", "adam"]:
        raise ValueError("unknown optimizer " + str(optimizer))
    return parameters, costs
