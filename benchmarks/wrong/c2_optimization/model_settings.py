# exercise: model
import numpy as np
from nethelp import cost_and_grads


def model(X, Y, initial, optimizer, learning_rate=0.01, mini_batch_size=64, num_epochs=20,
          beta=0.9, beta1=0.9, beta2=0.999, epsilon=1e-8, seed=0):
    if optimizer not in {"gd", "momentum", "rmsprop", "adam"}:
        raise ValueError(optimizer)
    theta = {}
    for name in initial:
        theta[name] = initial[name].copy()
    t = 0
    costs = []
    rng = np.random.default_rng(seed)
    for epoch in range(num_epochs):
        v, s = initialize_adam(theta)  # WRONG: the averages are set to zero at the start of every epoch; they start once, before the first epoch, and go on.
        summed = 0.0
        for Xb, Yb in random_mini_batches(X, Y, mini_batch_size, int(rng.integers(10**9))):
            t += 1
            J, grads = cost_and_grads(Xb, Yb, theta)
            summed += J * Xb.shape[1]
            if optimizer == "gd":
                theta = update_parameters_with_gd(theta, grads, learning_rate)
            if optimizer == "momentum":
                theta, v = update_parameters_with_momentum(theta, grads, v, beta, learning_rate)
            if optimizer == "rmsprop":
                theta, s = update_parameters_with_rmsprop(theta, grads, s, learning_rate, beta, epsilon)  # WRONG: rmsprop takes beta before learning_rate, the two are exchanged here.
            if optimizer == "adam":
                theta, v, s = update_parameters_with_adam(theta, grads, v, s, t, learning_rate, beta1, beta2, epsilon)
        costs.append(summed / X.shape[1])
    return theta, costs
