"""bn_model takes the statistics of Z1 with the parameters after the step."""

import numpy as np


def bn_model(
    X: np.ndarray,
    Y: np.ndarray,
    n_h: int,
    learning_rate: float = 0.5,
    mini_batch_size: int = 32,
    num_epochs: int = 30,
    momentum: float = 0.9,
    eps: float = 1e-8,
    seed: int = 0,
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    rng = np.random.default_rng(seed)
    (n_x, m), n_y = X.shape, Y.shape[0]
    parameters = {
        "W1": rng.normal(size=(n_h, n_x)) / np.sqrt(n_x),
        "b1": np.zeros((n_h, 1)),
        "gamma1": np.ones((n_h, 1)),
        "beta1": np.zeros((n_h, 1)),
        "W2": rng.normal(size=(n_y, n_h)) / np.sqrt(n_h),
        "b2": np.zeros((n_y, 1)),
    }
    running = {"mean": np.zeros((n_h, 1)), "var": np.ones((n_h, 1))}
    for _ in range(num_epochs):
        order = rng.permutation(m)
        for start in range(0, m, mini_batch_size):
            batch = order[start : start + mini_batch_size]
            if len(batch) < 2:
                continue
            _, grads = bn_network_gradients(X[:, batch], Y[:, batch], parameters, eps)  # noqa: F821
            parameters = {k: v - learning_rate * grads[f"d{k}"] for k, v in parameters.items()}
            Z1 = parameters["W1"] @ X[:, batch] + parameters["b1"]
            running = update_running_stats(running, Z1, momentum)  # noqa: F821
    return parameters, running
