"""Five ways to start a network, and what each does to a signal on its way through the layers.

Columns are examples. m is the number of examples and n_l the number of units of layer l,
with layer 0 for the input:

    X        (n_0, m)        inputs, float64
    Y        (n_L, m)        labels, 0 or 1
    W1 … WL  (n_l, n_(l−1))  weights: a row per unit, a column per input of the layer
    b1 … bL  (n_l, 1)        biases

`layers_dims` = [n_0, n_1, …, n_L] lists the widths, the input's first, and `parameters` is a
dict with the keys "W1", "b1", …, "WL", "bL" and no others. Where a function has a `seed`, the
same seed gives the same parameters, and another seed others.

`nethelp` is given: cost_and_grads(X, Y, parameters) and predict(X, parameters).
"""

from collections.abc import Sequence

import numpy as np
from nethelp import cost_and_grads, predict  # noqa: F401 (predict is there to try the result)

Parameters = dict[str, np.ndarray]


def initialize_parameters_zeros(layers_dims: Sequence[int]) -> Parameters:
    """Return parameters that are all zero: Wl (n_l, n_(l−1)) and bl (n_l, 1), float64.

    Each is an array of its own, new at each call.
    """
    raise NotImplementedError


def initialize_parameters_random(layers_dims: Sequence[int], scale: float, seed: int) -> Parameters:
    """Return Wl (n_l, n_(l−1)) of independent draws from N(0, 1), times scale; bl is 0.

    scale ≥ 0 is the standard deviation of the weights of every layer.
    """
    raise NotImplementedError


def initialize_parameters_xavier(layers_dims: Sequence[int], seed: int) -> Parameters:
    """Return Wl (n_l, n_(l−1)) of independent draws from N(0, 1/n_(l−1)); bl is 0.

    The second parameter of N is the variance.
    """
    raise NotImplementedError


def initialize_parameters_he(layers_dims: Sequence[int], seed: int) -> Parameters:
    """Return Wl (n_l, n_(l−1)) of independent draws from N(0, 2/n_(l−1)); bl is 0.

    The second parameter of N is the variance.
    """
    raise NotImplementedError


def initialize_parameters_glorot_uniform(layers_dims: Sequence[int], seed: int) -> Parameters:
    """Return Wl (n_l, n_(l−1)) of independent uniform draws from [−r, r]; bl is 0.

    r = √(6/(n_(l−1) + n_l)), a bound of its own for each layer.
    """
    raise NotImplementedError


def initialization_gain(activation: str, alpha: float = 0.01) -> float:
    """Return c such that weights of variance c/n_(l−1) keep the mean square of Z.

    activation is "linear", "tanh" (near 0, where it is linear), "relu" or "leaky_relu" with the
    slope alpha in [0, 1] for negative Z; any other name raises ValueError.
    """
    raise NotImplementedError


def activation_stds(parameters: Parameters, X: np.ndarray, activation: str) -> list[float]:
    """Return the standard deviations of A1, …, AL on the inputs X (n_0, m), a list of L numbers.

    Every layer computes Al = g(Wl·A(l−1) + bl), the last one too; activation names g: "relu",
    "tanh" or "linear", and any other name raises ValueError. Each number is taken over all the
    entries of Al together, divides by their count, and is right where they hardly differ, too.
    Parameters are found by name, and L may be 10 or larger. X and parameters stay as they are.
    """
    raise NotImplementedError


def train_with_init(
    X: np.ndarray,
    Y: np.ndarray,
    layers_dims: Sequence[int],
    init: str,
    seed: int,
    learning_rate: float = 0.05,
    num_iterations: int = 500,
) -> tuple[Parameters, list[float]]:
    """Train the given network by gradient descent on all of X (n_0, m), Y (n_L, m).

    init says where it starts: "zeros", "random" (with scale 10), "xavier" or "he"; any other
    name raises ValueError. Takes num_iterations steps with the gradients of cost_and_grads.
    Returns (parameters, costs): the parameters after the last step, and the list of the costs
    of all iterations, each taken before that iteration's step. X and Y stay as they are. Uses
    initialize_parameters_zeros, initialize_parameters_random, initialize_parameters_xavier and
    initialize_parameters_he.
    """
    raise NotImplementedError
