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
    raise NotImplementedError


def multitask_gradient(Yhat: Array, Y: Array) -> Array:
    """Return the derivatives (tasks, m) of multitask_loss in the logits Z, Yhat = sigmoid(Z).

    Where a label is missing the derivative is 0.
    """
    raise NotImplementedError


def multitask_accuracy(Yhat: Array, Y: Array) -> list[float]:
    """Return, for each task, the share of its labels that the prediction [yhat > 1/2] meets.

    A task without any label gets NaN.
    """
    raise NotImplementedError


def replace_head(parameters: Network, n_out: int, seed: int) -> Network:
    """Return the network with a new last layer of n_out units; the others are copies.

    W of the new head (n_out, n_(L−1)) is drawn from N(0, 1/n_(L−1)) with the seed, b is 0. No
    array of the result shares memory with one of parameters.
    """
    raise NotImplementedError


def freeze_update(
    parameters: Network, grads: Network, learning_rate: float, frozen: Sequence[int]
) -> Network:
    """Return the parameters after a step against grads; layers whose number is in frozen stay.

    grads holds "dW1", "db1", …. The arrays of parameters may be changed and returned.
    """
    raise NotImplementedError


def extract_features(X: Array, parameters: Network, n_layers: int) -> Array:
    """Return what the first n_layers layers make of X (n_0, m): relu in each of them.

    n_layers is 0 … L − 1; with 0 it is a copy of X.
    """
    raise NotImplementedError


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
    raise NotImplementedError


def transfer_or_scratch(
    same_input: bool, shared_features: bool, n_source: int, n_target: int
) -> str:
    """Return "transfer" where all three conditions hold, and "scratch" otherwise.

    Both tasks have the same kind of input; the low-level features of the one help the other; and
    the source has more examples than the target.
    """
    raise NotImplementedError
