"""Transfer and multi-task learning: several tasks in one network, and a network for a new task.

Columns are examples, and rows of Y and Yhat are tasks. A label that nobody gave is NaN. Networks
are dicts of W1, b1, …, WL, bL, their layers numbered from 1, with relu in the hidden layers and a
sigmoid for each output; the last layer is the head. No function but freeze_update may change what
it is given.
"""

from collections.abc import Sequence

import numpy as np
from nethelp import cost_and_grads, predict  # noqa: F401 (predict is there to try the result)
from numpy.typing import NDArray

Array = NDArray[np.float64]
Network = dict[str, Array]


def multitask_loss(Yhat: Array, Y: Array) -> float:
    """Return the cross-entropy, summed over the labels that are there and divided by m.

    Yhat (tasks, m) are probabilities, 0 and 1 included; Y (tasks, m) holds 0, 1 and NaN where a
    label is missing. m is the number of examples, whatever labels they have. Without any label
    it is 0.0. The result is finite, and NumPy doesn't warn.
    """
    # BEGIN SOLUTION
    known = ~np.isnan(Y)
    y, p = Y[known], np.clip(Yhat[known], 1e-15, 1 - 1e-15)
    return float(-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / Y.shape[1])
    # END SOLUTION


def multitask_gradient(Yhat: Array, Y: Array) -> Array:
    """Return the derivatives (tasks, m) of multitask_loss in the logits Z, Yhat = sigmoid(Z).

    Where a label is missing the derivative is 0.
    """
    # BEGIN SOLUTION
    return np.where(np.isnan(Y), 0.0, Yhat - Y) / Y.shape[1]
    # END SOLUTION


def multitask_accuracy(Yhat: Array, Y: Array) -> list[float]:
    """Return, for each task, the share of its labels that the prediction [yhat > 1/2] meets.

    A task without any label gets NaN.
    """
    # BEGIN SOLUTION
    shares = []
    for row, labels in zip(Yhat, Y, strict=True):
        known = ~np.isnan(labels)
        right = (row[known] > 0.5) == labels[known]
        shares.append(float(np.mean(right)) if known.any() else float("nan"))
    return shares
    # END SOLUTION


def replace_head(parameters: Network, n_out: int, seed: int) -> Network:
    """Return the network with a new last layer of n_out units; the others are copies.

    W of the new head (n_out, n_(L−1)) is drawn from N(0, 1/n_(L−1)) with the seed, b is 0. No
    array of the result shares memory with one of parameters.
    """
    # BEGIN SOLUTION
    L = max(int(name[1:]) for name in parameters)
    n_in = parameters[f"W{L}"].shape[1]
    network = {name: theta.copy() for name, theta in parameters.items()}
    network[f"W{L}"] = np.random.default_rng(seed).normal(size=(n_out, n_in)) / np.sqrt(n_in)
    network[f"b{L}"] = np.zeros((n_out, 1))
    return network
    # END SOLUTION


def freeze_update(
    parameters: Network, grads: Network, learning_rate: float, frozen: Sequence[int]
) -> Network:
    """Return the parameters after a step against grads; layers whose number is in frozen stay.

    grads holds "dW1", "db1", …. The arrays of parameters may be changed and returned.
    """
    # BEGIN SOLUTION
    return {
        name: theta if int(name[1:]) in frozen else theta - learning_rate * grads[f"d{name}"]
        for name, theta in parameters.items()
    }
    # END SOLUTION


def extract_features(X: Array, parameters: Network, n_layers: int) -> Array:
    """Return what the first n_layers layers make of X (n_0, m): relu in each of them.

    n_layers is 0 … L − 1; with 0 it is a copy of X.
    """
    # BEGIN SOLUTION
    A = X.copy()
    for layer in range(1, n_layers + 1):
        A = np.maximum(0.0, parameters[f"W{layer}"] @ A + parameters[f"b{layer}"])
    return A
    # END SOLUTION


def fine_tune(
    X: Array,
    Y: Array,
    parameters: Network,
    trainable: Sequence[int],
    learning_rate: float = 0.1,
    num_iterations: int = 100,
) -> tuple[Network, list[float]]:
    """Return (parameters, costs) after gradient descent in which only some layers move.

    trainable holds the numbers of the layers that move. costs has an entry for each iteration,
    taken before its step. The result shares no memory with what was given. Uses freeze_update.
    """
    # BEGIN SOLUTION
    network = {name: theta.copy() for name, theta in parameters.items()}
    frozen = sorted({int(name[1:]) for name in parameters} - set(trainable))
    costs = []
    for _ in range(num_iterations):
        cost, grads = cost_and_grads(X, Y, network)
        costs.append(cost)
        network = freeze_update(network, grads, learning_rate, frozen)
    return network, costs
    # END SOLUTION


def transfer_or_scratch(
    same_input: bool, shared_features: bool, n_source: int, n_target: int
) -> str:
    """Return "transfer" where all three conditions hold, and "scratch" otherwise.

    Both tasks have the same kind of input; the low-level features of the one help the other; and
    the source has more examples than the target.
    """
    # BEGIN SOLUTION
    return "transfer" if same_input and shared_features and n_source > n_target else "scratch"
    # END SOLUTION
