"""Batch normalisation, forward, backward, while training and after it, in NumPy.

Columns are examples, and every unit is normalised by itself, over the examples:

    Z, out       (n, m)    a row per unit, a column per example
    gamma, beta  (n, 1)    the scale and the shift that each unit learns
    mean, var    (n, 1)    of each row; the variance is Σ(z − mean)²/m, with m and not m − 1
    running      {"mean": (n, 1), "var": (n, 1)}, averages over the batches of a training

The network has one hidden layer, with batch normalisation between its linear part and relu:

    X (n_x, m) → Z1 = W1·X + b1 → N1 = BN(Z1; gamma1, beta1) → A1 = relu(N1)
               → Z2 = W2·A1 + b2 → A2 = σ(Z2) (n_y, m)

Its parameters are a dict with the keys "W1" (n_h, n_x), "b1", "gamma1", "beta1" (n_h, 1),
"W2" (n_y, n_h) and "b2" (n_y, 1).
"""

import numpy as np


def batchnorm_forward(
    Z: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-8
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return (out, cache): the rows of Z (n, m) normalised over this batch, scaled, shifted.

    out (n, m) is gamma·xhat + beta with xhat = (Z − mean)/√(var + eps), mean and variance of
    each row of Z. cache is a dict with "xhat" (n, m), "inv_std" = 1/√(var + eps) (n, 1) and
    "gamma" (n, 1), and whatever else you like, for batchnorm_backward. Z, gamma and beta stay as
    they are.
    """
    raise NotImplementedError


def update_running_stats(
    running: dict[str, np.ndarray], Z: np.ndarray, momentum: float = 0.9
) -> dict[str, np.ndarray]:
    """Return new running statistics {"mean": (n, 1), "var": (n, 1)} after a batch Z (n, m).

    Each is momentum times the old one plus (1 − momentum) times that of the batch's rows.
    running and Z stay as they are.
    """
    raise NotImplementedError


def batchnorm_predict(
    Z: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    running: dict[str, np.ndarray],
    eps: float = 1e-8,
) -> np.ndarray:
    """Return gamma·(Z − mean)/√(var + eps) + beta (n, m), with the running mean and variance.

    No example of Z (n, m) has to do with another one: m may be 1.
    """
    raise NotImplementedError


def batchnorm_backward(
    dout: np.ndarray, cache: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (dZ, dgamma, dbeta): the derivatives of a cost, given those in out.

    dout (n, m) holds the derivatives of the cost in the entries of out, and cache comes from
    batchnorm_forward. dZ (n, m) takes into account that mean and variance depend on every entry
    of their row. dgamma and dbeta (n, 1) are sums over the examples. dout and cache stay as they
    are.
    """
    raise NotImplementedError


def fold_batchnorm(
    W: np.ndarray,
    b: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    running: dict[str, np.ndarray],
    eps: float = 1e-8,
) -> tuple[np.ndarray, np.ndarray]:
    """Return (W_folded, b_folded): a linear layer that has batch normalisation built in.

    For every input A (n_prev, m), W_folded·A + b_folded is what batchnorm_predict makes of
    W·A + b. W and W_folded are (n, n_prev), b and b_folded (n, 1). All arguments stay as they
    are.
    """
    raise NotImplementedError


def bn_network_gradients(
    X: np.ndarray, Y: np.ndarray, parameters: dict[str, np.ndarray], eps: float = 1e-8
) -> tuple[float, dict[str, np.ndarray]]:
    """Return (cost, grads) of the network on one batch X (n_x, m), Y (n_y, m).

    The cost is the cross-entropy, summed over the outputs and averaged over the examples. grads
    holds its derivatives under "dW1", "db1", "dgamma1", "dbeta1", "dW2" and "db2", each of its
    parameter's shape. All arguments stay as they are. Uses batchnorm_forward and
    batchnorm_backward.
    """
    raise NotImplementedError


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
    """Train the network by mini-batch gradient descent; return (parameters, running).

    X (n_x, m), Y (n_y, m). W1 and W2 start at independent draws from N(0, 1), divided by √n_x
    and √n_h; b1, b2 and beta1 start at 0, gamma1 at 1. The running statistics of Z1 start at
    mean 0 and variance 1. In each epoch the examples are shuffled anew and cut into batches of
    mini_batch_size; the last one may be smaller, and is left out if it has fewer than 2. For
    each batch the running statistics take in its Z1, with the parameters before the step; then
    all six parameters take a step against their gradients. seed decides all that is random.
    Uses update_running_stats and bn_network_gradients.
    """
    raise NotImplementedError


def bn_predict(
    X: np.ndarray,
    parameters: dict[str, np.ndarray],
    running: dict[str, np.ndarray],
    eps: float = 1e-8,
) -> np.ndarray:
    """Return the classes (n_y, m) of X (n_x, m): 1 where an output A2 exceeds 1/2, else 0.

    Z1 is normalised with the running statistics, so that every example is judged by itself.
    Uses batchnorm_predict.
    """
    raise NotImplementedError
