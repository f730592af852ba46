# exercise: bn_model
import numpy as np


def bn_model(X, Y, n_h, learning_rate=0.5, mini_batch_size=32, num_epochs=30, momentum=0.9, eps=1e-8, seed=0):
    rng = np.random.default_rng(seed)
    n_x, m = X.shape
    n_y = Y.shape[0]
    params = {
        "W1": rng.standard_normal((n_h, n_x)) / np.sqrt(n_x),
        "b1": np.zeros((n_h, 1)),
        "gamma1": np.ones((n_h, 1)),
        "beta1": np.zeros((n_h, 1)),
        "W2": rng.standard_normal((n_y, n_h)) / np.sqrt(n_h),
        "b2": np.zeros((n_y, 1)),
    }
    running = {"mean": np.zeros((n_h, 1)), "var": np.ones((n_h, 1))}
    for epoch in range(num_epochs):
        order = rng.permutation(m)
        for start in range(0, m, mini_batch_size):
            chosen = order[start:start + mini_batch_size]
            if len(chosen) < 2:
                continue
            xb = X[:, chosen]
            yb = Y[:, chosen]
            cost, grads = bn_network_gradients(xb, yb, params, eps)
            for key in params:
                params[key] = params[key] - learning_rate * grads["d" + key]
            z = params["W1"] @ xb + params["b1"]  # WRONG: Z1 is computed after the step; the running statistics must take in the Z1 of the parameters before it.
            running = update_running_stats(running, z, momentum)
    return params, running
