"""Three cures for a network that learns its examples by heart: L2, dropout, early stopping.

Columns are examples. m is the number of examples and n_l the number of units of layer l,
with layer 0 for the input:

    X        (n_0, m)        inputs, float64
    Y, AL    (n_L, m)        labels, 0 or 1, and predicted probabilities
    W1 … WL  (n_l, n_(l−1))  weights: a row per unit, a column per input of the layer
    b1 … bL  (n_l, 1)        biases

Hidden layers use relu, and the last one uses sigmoid. `parameters` is a dict with the keys
"W1", "b1", …, "WL", "bL", and the gradients lie under "dW1", "db1", …, "dWL", "dbL". L may be
10 or larger, and the order of a dict means nothing.

lambd is λ ≥ 0: Python has another use for the word lambda. keep_prob, with 0 < keep_prob ≤ 1,
is the probability that a unit is KEPT; at 1 there is no dropout at all. Where a function has a
`seed`, the same seed gives the same result, and another seed another one.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

Parameters = dict[str, np.ndarray]
Gradients = dict[str, np.ndarray]


def l2_penalty(parameters: Parameters, lambd: float, m: int) -> float:
    """Return λ/(2m) times the sum of the squares of all the weights, one number.

    Of all the entries of W1, …, WL, and of nothing else: the biases are free.
    """
    # BEGIN SOLUTION
    L = len(parameters) // 2
    squares = 0.0
    for layer in range(1, L + 1):
        squares += np.sum(parameters[f"W{layer}"] ** 2)
    return float(lambd / (2 * m) * squares)
    # END SOLUTION


def compute_cost_with_regularization(
    AL: np.ndarray, Y: np.ndarray, parameters: Parameters, lambd: float
) -> float:
    """Return the cross-entropy of AL (n_L, m) for the labels Y (n_L, m), plus the penalty.

    One number: the losses summed over the outputs and averaged over the m examples, and
    l2_penalty for this m. AL lies in (0, 1). Uses l2_penalty.
    """
    # BEGIN SOLUTION
    m = Y.shape[1]
    cross_entropy = -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m
    return float(cross_entropy + l2_penalty(parameters, lambd, m))
    # END SOLUTION


def add_l2_gradients(grads: Gradients, parameters: Parameters, lambd: float, m: int) -> Gradients:
    """Return the gradients with the penalty's added: dWl + (λ/m)·Wl, and all the others as given.

    grads holds dW1, db1, …, dWL, dbL, and maybe further keys, which go into the result too.
    The result is a new dict; grads, parameters and their arrays stay as they are.
    """
    # BEGIN SOLUTION
    found = dict(grads)
    for name, value in parameters.items():
        if name[0] == "W":
            found[f"d{name}"] = grads[f"d{name}"] + lambd / m * value
    return found
    # END SOLUTION


def weight_decay_update(
    parameters: Parameters, grads: Gradients, learning_rate: float, lambd: float, m: int
) -> Parameters:
    """Return the parameters after a step with weight decay, α being the learning rate.

    Wl becomes (1 − α·λ/m)·Wl − α·dWl, and bl becomes bl − α·dbl. grads holds the gradients
    without the penalty, and maybe further keys; it stays as it is. You may change the arrays of
    parameters in place, or make new ones.
    """
    # BEGIN SOLUTION
    decay = 1 - learning_rate * lambd / m
    updated = {}
    for name, value in parameters.items():
        kept = decay * value if name[0] == "W" else value
        updated[name] = kept - learning_rate * grads[f"d{name}"]
    return updated
    # END SOLUTION


def dropout_forward(A: np.ndarray, keep_prob: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Drop entries of A (n, m) at random, and return (A_out, D).

    D (n, m) is the mask, True or 1 where an entry is kept: each by itself, with probability
    keep_prob. A_out (n, m) is 0 where an entry is dropped, and A/keep_prob where it is kept. A
    stays as it is.
    """
    # BEGIN SOLUTION
    D = np.random.default_rng(seed).random(A.shape) < keep_prob
    return A * D / keep_prob, D
    # END SOLUTION


def dropout_backward(dA: np.ndarray, D: np.ndarray, keep_prob: float) -> np.ndarray:
    """Return the derivatives (n, m) in A, given those in A_out: dA (n, m).

    D is the mask of the forward pass, of bools or of zeros and ones. dA and D stay as they are.
    """
    # BEGIN SOLUTION
    return dA * D / keep_prob
    # END SOLUTION


def forward_propagation_with_dropout(
    X: np.ndarray, parameters: Parameters, keep_prob: float, seed: int
) -> tuple[np.ndarray, Any]:
    """Run the network forward with dropout on its hidden layers, and return (AL, caches).

    X (n_0, m). Layers 1 … L−1 drop entries of relu(Z), each layer with a mask of its own, made
    from the seed; neither the input nor the output AL (n_L, m) is dropped. caches are for
    backward_propagation_with_dropout. X and parameters stay as they are. Uses dropout_forward.
    """
    # BEGIN SOLUTION
    L = len(parameters) // 2
    A, caches = X, []
    for layer in range(1, L + 1):
        A_prev, D = A, None
        Z = parameters[f"W{layer}"] @ A_prev + parameters[f"b{layer}"]
        if layer < L:
            A, D = dropout_forward(np.maximum(0.0, Z), keep_prob, seed + layer)
        else:
            A = (1.0 + np.tanh(Z / 2)) / 2  # 1/(1 + e^(−Z)), and no overflow on the way
        caches.append((A_prev, Z, D, A))
    return A, caches
    # END SOLUTION


def backward_propagation_with_dropout(
    X: np.ndarray, Y: np.ndarray, caches: Any, parameters: Parameters, keep_prob: float
) -> Gradients:
    """Run that network backward, for the cross-entropy without penalty, through the same masks.

    caches come from forward_propagation_with_dropout, for these X (n_0, m), parameters and
    keep_prob; Y (n_L, m) are the labels. Returns a dict with "dW1", "db1", …, "dWL", "dbL",
    each of its parameter's shape. What is passed in stays as it is. Uses dropout_backward and
    forward_propagation_with_dropout.
    """
    # BEGIN SOLUTION
    m, L = X.shape[1], len(caches)
    grads = {}
    dZ = caches[L - 1][3] - Y
    for layer in range(L, 0, -1):
        A_prev = caches[layer - 1][0]
        grads[f"dW{layer}"] = dZ @ A_prev.T / m
        grads[f"db{layer}"] = np.sum(dZ, axis=1, keepdims=True) / m
        if layer > 1:
            _, Z, D, _ = caches[layer - 2]
            dA = parameters[f"W{layer}"].T @ dZ
            dZ = dropout_backward(dA, D, keep_prob) * (Z > 0)
    return grads
    # END SOLUTION


def early_stopping(
    dev_costs: Sequence[float], patience: int, min_delta: float = 0.0
) -> tuple[int, int]:
    """Return (best_epoch, stop_epoch) of a training that watches its dev costs.

    dev_costs has the cost of each epoch, at least one; epochs count from 0. An epoch improves
    when its cost is less than the best so far minus min_delta (the first one always does), and
    then it is the best. Training stops at the first epoch e with e − best_epoch ≥ patience, or
    else at the last one; patience ≥ 1. What comes after the stop is never seen.
    """
    # BEGIN SOLUTION
    best = 0
    for epoch, cost in enumerate(dev_costs):
        if cost < dev_costs[best] - min_delta:
            best = epoch
        if epoch - best >= patience:
            break
    return best, epoch
    # END SOLUTION


def model(
    X: np.ndarray,
    Y: np.ndarray,
    layers_dims: Sequence[int],
    learning_rate: float = 0.3,
    num_iterations: int = 2000,
    lambd: float = 0.0,
    keep_prob: float = 1.0,
    seed: int = 1,
) -> tuple[Parameters, list[float]]:
    """Train a network by gradient descent on the whole training set, with L2 and dropout.

    X (n_0, m), Y (n_L, m), layers_dims = [n_0, n_1, …, n_L]. Starts at He's initialisation:
    weights from N(0, 2/n_(l−1)), biases 0, following the seed. Each iteration has masks of its
    own, made from the seed too. Returns (parameters, costs): the parameters after the last
    step, as they are, and the list of the costs of all iterations, penalty included, each taken
    with that iteration's masks before its step. Uses l2_penalty,
    compute_cost_with_regularization, add_l2_gradients, weight_decay_update, dropout_forward,
    dropout_backward, forward_propagation_with_dropout and backward_propagation_with_dropout.
    """
    # BEGIN SOLUTION
    m, L = X.shape[1], len(layers_dims) - 1
    rng = np.random.default_rng(seed)
    parameters = {}
    for layer in range(1, L + 1):
        n, n_prev = layers_dims[layer], layers_dims[layer - 1]
        parameters[f"W{layer}"] = rng.normal(size=(n, n_prev)) * np.sqrt(2 / n_prev)
        parameters[f"b{layer}"] = np.zeros((n, 1))
    costs = []
    for i in range(num_iterations):
        # The forward pass adds 1 … L − 1 to its seed: L · i keeps iterations apart.
        AL, caches = forward_propagation_with_dropout(X, parameters, keep_prob, seed + L * i)
        costs.append(compute_cost_with_regularization(AL, Y, parameters, lambd))
        grads = backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob)
        parameters = weight_decay_update(parameters, grads, learning_rate, lambd, m)
    return parameters, costs
    # END SOLUTION
