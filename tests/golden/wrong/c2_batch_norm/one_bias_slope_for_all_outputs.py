# expect: bn_network_gradients loses
"""The slopes of b2 are summed over the outputs too: each gets the sum of all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Dict = dict[str, Array]

PARAMETER_NAMES = ("W1", "b1", "gamma1", "beta1", "W2", "b2")


def _column(value: np.ndarray, n: int, name: str) -> None:
    assert value.shape == (n, 1), f"{name} must be ({n}, 1), not {value.shape}"


def _moments(Z: Array) -> tuple[Array, Array, Array]:
    """Mean (n, 1), centred rows (n, m), variance with 1/m (n, 1)."""
    m = Z.shape[1]
    mean = np.sum(Z, axis=1, keepdims=True) / m
    centred = Z - mean
    variance = np.sum(np.square(centred), axis=1, keepdims=True) / m
    return mean, centred, variance


def _sigmoid(Z: Array) -> Array:
    """1/(1 + e^−z), from e^−|z|, which cannot overflow."""
    small = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1.0, small) / (1.0 + small)


def _cross_entropy(A2: Array, Y: Array) -> float:
    losses = -(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
    assert losses.shape == Y.shape
    return float(np.sum(losses) / Y.shape[1])


def batchnorm_forward(Z: Array, gamma: Array, beta: Array, eps: float = 1e-8) -> tuple[Array, Dict]:
    """The rows normalised; the cache holds what the three ways back need."""
    n = Z.shape[0]
    _column(gamma, n, "gamma")
    _column(beta, n, "beta")
    _, centred, variance = _moments(Z)
    inv_std = 1.0 / np.sqrt(variance + eps)
    xhat = centred * inv_std
    out = gamma * xhat + beta
    assert out.shape == Z.shape
    cache = {
        "xhat": xhat,
        "inv_std": inv_std,
        "gamma": np.array(gamma, dtype=np.float64),
        "centred": centred,
    }
    return out, cache


def update_running_stats(running: Dict, Z: Array, momentum: float = 0.9) -> Dict:
    """old + (1 − momentum)·(batch − old)."""
    assert 0 <= momentum <= 1
    mean, _, variance = _moments(Z)
    share = 1.0 - momentum
    return {
        "mean": running["mean"] + share * (mean - running["mean"]),
        "var": running["var"] + share * (variance - running["var"]),
    }


def batchnorm_predict(
    Z: Array, gamma: Array, beta: Array, running: Dict, eps: float = 1e-8
) -> Array:
    """With fixed mean and variance."""
    for name in ("mean", "var"):
        _column(running[name], Z.shape[0], name)
    xhat = (Z - running["mean"]) / np.sqrt(running["var"] + eps)
    return gamma * xhat + beta


def batchnorm_backward(dout: Array, cache: Dict) -> tuple[Array, Array, Array]:
    """Variance first, then the mean, then z itself: the three ways one by one."""
    xhat, inv_std, gamma, centred = (cache[k] for k in ("xhat", "inv_std", "gamma", "centred"))
    assert dout.shape == xhat.shape
    m = dout.shape[1]

    dbeta = np.sum(dout, axis=1, keepdims=True)
    dgamma = np.sum(dout * xhat, axis=1, keepdims=True)

    dxhat = dout * gamma
    dvariance = np.sum(dxhat * centred, axis=1, keepdims=True) * (-0.5) * inv_std**3
    # Σ centred = 0, so nothing goes through the variance to the mean
    dmean = -inv_std * np.sum(dxhat, axis=1, keepdims=True)
    dZ = dxhat * inv_std + dvariance * 2.0 * centred / m + dmean / m

    assert dZ.shape == dout.shape and dgamma.shape == dbeta.shape == gamma.shape
    return dZ, dgamma, dbeta


def fold_batchnorm(
    W: Array, b: Array, gamma: Array, beta: Array, running: Dict, eps: float = 1e-8
) -> tuple[Array, Array]:
    """A diagonal matrix in front of W."""
    scale = np.diagflat(gamma / np.sqrt(running["var"] + eps))
    W_folded = scale @ W
    b_folded = scale @ b + (beta - scale @ running["mean"])
    assert W_folded.shape == W.shape and b_folded.shape == b.shape
    return W_folded, b_folded


def bn_network_gradients(
    X: Array, Y: Array, parameters: Dict, eps: float = 1e-8
) -> tuple[float, Dict]:
    """Forward, cost, backward."""
    W1, b1, gamma1, beta1, W2, b2 = (parameters[name] for name in PARAMETER_NAMES)
    m = X.shape[1]

    N1, cache = batchnorm_forward(W1 @ X + b1, gamma1, beta1, eps)
    A1 = np.maximum(N1, 0.0)
    A2 = _sigmoid(W2 @ A1 + b2)
    cost = _cross_entropy(A2, Y)

    dZ2 = (A2 - Y) / m
    dN1 = (W2.T @ dZ2) * (A1 > 0)
    dZ1, dgamma1, dbeta1 = batchnorm_backward(dN1, cache)
    grads = {
        "dW2": dZ2 @ A1.T,
        "db2": np.full(b2.shape, np.sum(dZ2)),
        "dgamma1": dgamma1,
        "dbeta1": dbeta1,
        "dW1": dZ1 @ X.T,
        "db1": np.sum(dZ1, axis=1, keepdims=True),
    }
    return cost, grads


def _start(n_x: int, n_h: int, n_y: int, rng: np.random.Generator) -> Dict:
    return {
        "W1": rng.normal(0.0, 1.0 / np.sqrt(n_x), size=(n_h, n_x)),
        "b1": np.zeros((n_h, 1)),
        "gamma1": np.ones((n_h, 1)),
        "beta1": np.zeros((n_h, 1)),
        "W2": rng.normal(0.0, 1.0 / np.sqrt(n_h), size=(n_y, n_h)),
        "b2": np.zeros((n_y, 1)),
    }


def _batches(
    X: Array, Y: Array, size: int, rng: np.random.Generator
) -> list[tuple[Array, Array]]:
    """Shuffled batches; a single left-over example is dropped."""
    m = X.shape[1]
    order = rng.permutation(m)
    X, Y = X[:, order], Y[:, order]
    cut = [(X[:, i : i + size], Y[:, i : i + size]) for i in range(0, m, size)]
    return [(x, y) for x, y in cut if x.shape[1] >= 2]


def bn_model(
    X: Array,
    Y: Array,
    n_h: int,
    learning_rate: float = 0.5,
    mini_batch_size: int = 32,
    num_epochs: int = 30,
    momentum: float = 0.9,
    eps: float = 1e-8,
    seed: int = 0,
) -> tuple[Dict, Dict]:
    """Mini-batch gradient descent."""
    rng = np.random.Generator(np.random.Philox(seed))
    parameters = _start(X.shape[0], n_h, Y.shape[0], rng)
    running = {"mean": np.zeros((n_h, 1)), "var": np.ones((n_h, 1))}
    for epoch in range(num_epochs):
        costs = []
        for X_batch, Y_batch in _batches(X, Y, mini_batch_size, rng):
            Z1 = parameters["W1"] @ X_batch + parameters["b1"]
            running = update_running_stats(running, Z1, momentum)
            cost, grads = bn_network_gradients(X_batch, Y_batch, parameters, eps)
            costs.append(float(cost))
            parameters = {
                name: parameters[name] - learning_rate * grads[f"d{name}"]
                for name in PARAMETER_NAMES
            }
        if costs and epoch % 10 == 0:
            print(f"epoch {epoch}: {sum(costs) / len(costs):.4f}")
    return parameters, running


def bn_predict(X: Array, parameters: Dict, running: Dict, eps: float = 1e-8) -> Array:
    """1.0 where the probability exceeds one half."""
    W1, b1, gamma1, beta1, W2, b2 = (parameters[name] for name in PARAMETER_NAMES)
    N1 = batchnorm_predict(W1 @ X + b1, gamma1, beta1, running, eps)
    A2 = _sigmoid(W2 @ np.maximum(N1, 0.0) + b2)
    return (A2 > 0.5).astype(np.float64)
