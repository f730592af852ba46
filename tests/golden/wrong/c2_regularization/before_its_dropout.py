# expect: backward_propagation_with_dropout loses
"""L2, dropout and early stopping, carefully."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
import math

import numpy as np

Parameters = dict[str, np.ndarray]


@dataclass(frozen=True)
class LayerCache:
    A_prev: np.ndarray
    Z: np.ndarray
    D: np.ndarray | None
    A: np.ndarray


def _num_layers(parameters: Parameters) -> int:
    L = 0
    while f"W{L + 1}" in parameters:
        L += 1
    assert L >= 1
    return L


def _weights(parameters: Parameters) -> Iterator[np.ndarray]:
    for layer in range(1, _num_layers(parameters) + 1):
        yield parameters[f"W{layer}"]


def _sigmoid(Z: np.ndarray) -> np.ndarray:
    """Stable on both sides."""
    e = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1 / (1 + e), e / (1 + e))


def l2_penalty(parameters: Parameters, lambd: float, m: int) -> float:
    assert lambd >= 0 and m >= 1
    return float(lambd * math.fsum(np.linalg.norm(W) ** 2 for W in _weights(parameters)) / (2 * m))


def compute_cost_with_regularization(AL, Y, parameters: Parameters, lambd: float) -> float:
    assert AL.shape == Y.shape
    m = Y.shape[1]
    tiny = 1e-12
    safe = np.clip(AL, tiny, 1 - tiny)
    loss_per_example = -np.sum(Y * np.log(safe) + (1 - Y) * np.log1p(-safe), axis=0)
    assert loss_per_example.shape == (m,)
    return float(np.mean(loss_per_example)) + l2_penalty(parameters, lambd, m)


def add_l2_gradients(grads, parameters: Parameters, lambd: float, m: int):
    result = dict(grads)
    for layer in range(1, _num_layers(parameters) + 1):
        W, dW = parameters[f"W{layer}"], grads[f"dW{layer}"]
        assert W.shape == dW.shape
        result[f"dW{layer}"] = dW + (lambd / m) * W
    return result


def weight_decay_update(parameters: Parameters, grads, learning_rate: float, lambd: float, m: int):
    regularized = add_l2_gradients(grads, parameters, lambd, m)
    return {name: value - learning_rate * regularized[f"d{name}"] for name, value in parameters.items()}


def dropout_forward(A: np.ndarray, keep_prob: float, seed: int):
    assert 0 < keep_prob <= 1
    if keep_prob == 1:
        return A.astype(np.float64, copy=True), np.ones(A.shape, dtype=bool)
    rng = np.random.default_rng(seed)
    D = rng.choice([True, False], size=A.shape, p=[keep_prob, 1 - keep_prob])
    A_out = np.where(D, A / keep_prob, 0.0)
    assert A_out.shape == D.shape == A.shape
    return A_out, D


def dropout_backward(dA: np.ndarray, D: np.ndarray, keep_prob: float) -> np.ndarray:
    return np.where(D, dA / keep_prob, 0.0)


def _layer_seed(seed: int, layer: int) -> int:
    return 1009 * seed + layer


def forward_propagation_with_dropout(X, parameters: Parameters, keep_prob: float, seed: int):
    L = _num_layers(parameters)
    caches: list[LayerCache] = []
    A = X
    for layer in range(1, L + 1):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        assert W.shape[1] == A.shape[0], f"layer {layer}"
        Z = W @ A + b
        D = None
        if layer == L:
            out = _sigmoid(Z)
        else:
            out, D = dropout_forward(np.maximum(Z, 0.0), keep_prob, _layer_seed(seed, layer))
        caches.append(LayerCache(A_prev=A, Z=Z, D=D, A=out))
        A = out
    return A, caches


def backward_propagation_with_dropout(X, Y, caches, parameters: Parameters, keep_prob: float):
    m = Y.shape[1]
    grads: dict[str, np.ndarray] = {}
    dZ = caches[-1].A - Y
    for layer in reversed(range(1, len(caches) + 1)):
        A_prev = X if layer == 1 else np.maximum(caches[layer - 2].Z, 0)
        grads[f"dW{layer}"] = dZ @ A_prev.T / m
        grads[f"db{layer}"] = np.mean(dZ, axis=1, keepdims=True)
        if layer > 1:
            below = caches[layer - 2]
            dZ = dropout_backward(parameters[f"W{layer}"].T @ dZ, below.D, keep_prob) * (below.Z > 0)
    return grads


def early_stopping(dev_costs: Sequence[float], patience: int, min_delta: float = 0.0) -> tuple[int, int]:
    assert len(dev_costs) >= 1 and patience >= 1
    best_epoch, best_cost = 0, math.inf
    epoch = 0
    for epoch, cost in enumerate(dev_costs):
        if cost < best_cost - min_delta:
            best_epoch, best_cost = epoch, cost
        elif epoch - best_epoch >= patience:
            break
    return int(best_epoch), int(epoch)


def _initialize_parameters_he(layers_dims: Sequence[int], seed: int) -> Parameters:
    parameters: Parameters = {}
    for layer in range(1, len(layers_dims)):
        rng = np.random.default_rng([seed, layer])
        n, n_prev = layers_dims[layer], layers_dims[layer - 1]
        parameters[f"W{layer}"] = rng.standard_normal((n, n_prev)) * math.sqrt(2 / n_prev)
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters


def model(
    X: np.ndarray, Y: np.ndarray, layers_dims: Sequence[int], learning_rate: float = 0.3,
    num_iterations: int = 2000, lambd: float = 0.0, keep_prob: float = 1.0, seed: int = 1,
) -> tuple[Parameters, list[float]]:
    assert X.shape[0] == layers_dims[0] and Y.shape[0] == layers_dims[-1]
    m = X.shape[1]
    parameters = _initialize_parameters_he(layers_dims, seed)
    costs: list[float] = []
    for iteration in range(num_iterations):
        mask_seed = 100_003 * seed + iteration
        AL, caches = forward_propagation_with_dropout(X, parameters, keep_prob, mask_seed)
        cost = compute_cost_with_regularization(AL, Y, parameters, lambd)
        costs.append(cost)
        grads = backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob)
        parameters = weight_decay_update(parameters, grads, learning_rate, lambd, m)
        if iteration % 500 == 0:
            print(f"iteration {iteration}: cost {cost:.4f}")
    return parameters, costs


if __name__ == "__main__":
    print(early_stopping([5, 4, 4.5, 4.2, 3], 2))
