"""A network of L layers, built from steps that know one layer each, in NumPy.

Columns are examples. m is the number of examples and n_l the number of units of layer l,
with layer 0 for the input:

    X        (n_0, m)        inputs, float64
    Y        (n_L, m)        labels, 0 or 1
    W1 … WL  (n_l, n_(l−1))  weights: a row per unit, a column per input of the layer
    b1 … bL  (n_l, 1)        biases

Hidden layers use relu, and the last one uses sigmoid. `parameters` is a dict with the keys
"W1", "b1", …, "WL", "bL", and the gradients lie under "dW1", "db1", …, "dWL", "dbL".

A cache is whatever a backward step wants to know of its forward step: your own business.
The linear cache (A_prev, W, b) and the activation cache (linear_cache, Z) will do.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np


def count_parameters(layer_dims: Sequence[int]) -> int:
    """Return how many numbers a network has to learn: all weights and all biases.

    layer_dims = [n_0, n_1, …, n_L] with L ≥ 1; the input is the first of them.
    """
    # BEGIN SOLUTION
    total = 0
    for layer in range(1, len(layer_dims)):
        n, n_prev = layer_dims[layer], layer_dims[layer - 1]
        total += n * n_prev + n
    return total
    # END SOLUTION


def initialize_parameters_deep(layer_dims: Sequence[int], seed: int) -> dict[str, np.ndarray]:
    """Return the parameters of a network before training: exactly the keys W1, b1, …, WL, bL.

    layer_dims = [n_0, n_1, …, n_L]. Wl (n_l, n_(l−1)) holds independent draws from N(0, 1),
    divided by the square root of n_(l−1); bl (n_l, 1) holds float zeros. The same seed gives
    the same parameters, and another seed others.
    """
    # BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    parameters = {}
    for layer in range(1, len(layer_dims)):
        n, n_prev = layer_dims[layer], layer_dims[layer - 1]
        parameters[f"W{layer}"] = rng.normal(size=(n, n_prev)) / np.sqrt(n_prev)
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters
    # END SOLUTION


def linear_forward(A: np.ndarray, W: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, Any]:
    """Return (Z, cache) with Z = W·A + b, the linear part of a layer.

    A (n_prev, m) comes from the layer before, W (n, n_prev), b (n, 1); Z is (n, m). The cache
    is for linear_backward. A, W and b stay as they are.
    """
    # BEGIN SOLUTION
    return W @ A + b, (A, W, b)
    # END SOLUTION


def linear_activation_forward(
    A_prev: np.ndarray, W: np.ndarray, b: np.ndarray, activation: str
) -> tuple[np.ndarray, Any]:
    """Return (A, cache) with A = g(W·A_prev + b), one whole layer.

    Shapes as in linear_forward. activation names g: "relu", "sigmoid" or "tanh"; any other
    name raises ValueError. A is right for |Z| up to 1000. The cache is for
    linear_activation_backward. Uses linear_forward.
    """
    # BEGIN SOLUTION
    Z, linear_cache = linear_forward(A_prev, W, b)
    if activation == "relu":
        A = np.maximum(0.0, Z)
    elif activation == "sigmoid":
        A = (1.0 + np.tanh(Z / 2)) / 2  # 1/(1 + e^(−Z)), and no e^1000 on the way
    elif activation == "tanh":
        A = np.tanh(Z)
    else:
        raise ValueError(f'activation must be "relu", "sigmoid" or "tanh", not {activation!r}')
    return A, (linear_cache, Z)
    # END SOLUTION


def L_model_forward(X: np.ndarray, parameters: dict[str, np.ndarray]) -> tuple[np.ndarray, Any]:
    """Run the network forward: relu in layers 1 … L−1, sigmoid in layer L.

    X (n_0, m). Returns (AL, caches): AL (n_L, m) and the list of the L layers' caches, the
    first layer's first. L follows from parameters, which holds W1, b1, …, WL, bL in any
    order; L = 1 is a network without a hidden layer, and L may be 10 or larger. Uses
    linear_activation_forward.
    """
    # BEGIN SOLUTION
    L = len(parameters) // 2
    A, caches = X, []
    for layer in range(1, L + 1):
        activation = "relu" if layer < L else "sigmoid"
        A, cache = linear_activation_forward(
            A, parameters[f"W{layer}"], parameters[f"b{layer}"], activation
        )
        caches.append(cache)
    return A, caches
    # END SOLUTION


def compute_cost(AL: np.ndarray, Y: np.ndarray) -> float:
    """Return the cross-entropy of the predictions AL (n_L, m) for the labels Y (n_L, m).

    One number: the sum over the outputs, and the mean over the m examples. AL lies in
    [0, 1], ends included: the cost stays finite there and NumPy does not warn. Move AL at
    most 1e-8 away from the ends, so that the cost elsewhere stays right. AL and Y stay as
    they are.
    """
    # BEGIN SOLUTION
    m = Y.shape[1]
    AL = np.clip(AL, 1e-15, 1 - 1e-15)
    return float(-np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m)
    # END SOLUTION


def linear_backward(dZ: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (dA_prev, dW, db), the gradients of a layer's linear part.

    dZ (n, m) belongs to the examples one by one: column i holds the derivatives of the loss
    of example i. The cost is the mean of these losses, so dW, of W's shape, and db (n, 1)
    are means over the examples; dA_prev (n_prev, m) goes on to the layer before and is not.
    cache comes from linear_forward.
    """
    # BEGIN SOLUTION
    A_prev, W, _ = cache
    m = dZ.shape[1]
    dW = dZ @ A_prev.T / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    return W.T @ dZ, dW, db
    # END SOLUTION


def linear_activation_backward(
    dA: np.ndarray, cache: Any, activation: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (dA_prev, dW, db), the gradients of one whole layer.

    dA (n, m) are the derivatives in the layer's activations, example by example. cache comes
    from linear_activation_forward; activation is "relu", "sigmoid" or "tanh" (at Z = 0 the
    slope of relu is free). dA and the cache stay as they are. Uses linear_backward.
    """
    # BEGIN SOLUTION
    linear_cache, Z = cache
    if activation == "relu":
        dZ = dA * (Z > 0)
    elif activation == "sigmoid":
        S = (1.0 + np.tanh(Z / 2)) / 2
        dZ = dA * S * (1 - S)
    elif activation == "tanh":
        dZ = dA * (1 - np.tanh(Z) ** 2)
    else:
        raise ValueError(f'activation must be "relu", "sigmoid" or "tanh", not {activation!r}')
    return linear_backward(dZ, linear_cache)
    # END SOLUTION


def L_model_backward(AL: np.ndarray, Y: np.ndarray, caches: Any) -> dict[str, np.ndarray]:
    """Run the network backward, for the cost of compute_cost.

    AL (n_L, m) and caches come from L_model_forward, Y (n_L, m) are the labels. Returns a
    dict with "dW1", "db1", …, "dWL", "dbL", each of its parameter's shape. The gradients are
    right where AL is exactly 0 or 1 as well. Has no loop over examples. AL, Y and caches stay
    as they are. Uses linear_backward and linear_activation_backward.
    """
    # BEGIN SOLUTION
    L = len(caches)
    grads = {}
    linear_cache, _ = caches[L - 1]
    dA, grads[f"dW{L}"], grads[f"db{L}"] = linear_backward(AL - Y, linear_cache)
    for layer in range(L - 1, 0, -1):
        dA, dW, db = linear_activation_backward(dA, caches[layer - 1], "relu")
        grads[f"dW{layer}"], grads[f"db{layer}"] = dW, db
    return grads
    # END SOLUTION


def update_parameters(
    parameters: dict[str, np.ndarray], grads: dict[str, np.ndarray], learning_rate: float
) -> dict[str, np.ndarray]:
    """Return the parameters after one step of gradient descent.

    parameters holds W1, b1, …, WL, bL and grads holds dW1, db1, …, dWL, dbL, and maybe more
    than that. L may be 10 or larger. You may change the arrays of parameters in place, or
    make new ones; grads stays as it is.
    """
    # BEGIN SOLUTION
    return {name: value - learning_rate * grads["d" + name] for name, value in parameters.items()}
    # END SOLUTION


def L_layer_model(
    X: np.ndarray,
    Y: np.ndarray,
    layers_dims: Sequence[int],
    learning_rate: float = 0.0075,
    num_iterations: int = 3000,
    seed: int = 1,
) -> tuple[dict[str, np.ndarray], list[float]]:
    """Train a network by gradient descent on the whole training set.

    X (n_0, m), Y (n_L, m), layers_dims = [n_0, n_1, …, n_L]. Starts at
    initialize_parameters_deep(layers_dims, seed) and takes num_iterations steps. Returns
    (parameters, costs): the parameters after the last step, and the list of the costs of
    all iterations, each taken before that iteration's step. Uses
    initialize_parameters_deep, L_model_forward, compute_cost, L_model_backward and
    update_parameters.
    """
    # BEGIN SOLUTION
    parameters = initialize_parameters_deep(layers_dims, seed)
    costs = []
    for _ in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        costs.append(compute_cost(AL, Y))
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters, costs
    # END SOLUTION


def predict(X: np.ndarray, parameters: dict[str, np.ndarray]) -> np.ndarray:
    """Return the predicted labels (n_L, m) of X (n_0, m): 1 where an output exceeds 1/2.

    Every entry is 0 or 1; each output is decided on its own. Has no loop over examples. Uses
    L_model_forward.
    """
    # BEGIN SOLUTION
    AL, _ = L_model_forward(X, parameters)
    return np.where(AL > 0.5, 1.0, 0.0)
    # END SOLUTION
