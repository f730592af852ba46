# exercise: model
import numpy as np
from nethelp import cost_and_grads


def model(X, Y, initial, optimizer, learning_rate=0.01, mini_batch_size=64, num_epochs=20,
          beta=0.9, beta1=0.9, beta2=0.999, epsilon=1e-8, seed=0):
    if optimizer not in ("gd", "momentum", "rmsprop", "adam"):
        raise ValueError("optimizer?")
    params = {k: np.array(a, dtype=float) for k, a in initial.items()}
    m = X.shape[1]
    v = initialize_velocity(params)
    s = initialize_velocity(params)
    costs = []
    for epoch in range(num_epochs):
        total = 0.0
        t = 0  # WRONG: t counts the batches of all epochs, so it must be set to 0 once, before the first epoch.
        for xb, yb in random_mini_batches(X, Y, mini_batch_size, seed + epoch):
            cost, grads = cost_and_grads(xb, yb, params)
            total += cost * xb.shape[1]
            t += 1
            if optimizer == "gd":
                params = update_parameters_with_gd(params, grads, learning_rate)
            elif optimizer == "momentum":
                params, v = update_parameters_with_momentum(params, grads, v, beta, learning_rate)
            elif optimizer == "rmsprop":
                params, s = update_parameters_with_rmsprop(params, grads, s, beta, learning_rate, epsilon)
            else:
                params, v, s = update_parameters_with_adam(params, grads, v, s, t, learning_rate, beta1, beta2, epsilon)
        costs.append(total / m)
    return params, costs
