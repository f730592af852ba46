"""Mini-batches, averages that forget, and four ways to take a step, in NumPy.

Columns are examples. `parameters` is a dict with the keys "W1", "b1", …, "WL", "bL" of a network
of L layers, and `grads` holds its gradients under "dW1", "db1", …, "dWL", "dbL". What an
optimiser keeps from step to step, its state, is a dict v or s with the keys of the gradients:

    W1 … WL  (n_l, n_(l−1))  weights         dW1 … dWL  gradients, and entries of v and s
    b1 … bL  (n_l, 1)        biases          db1 … dbL  likewise

L may be 10 or larger, the keys may come in any order, and `grads` may hold further ones. An update
may write into the arrays and dicts of parameters, v and s, or make new ones; what counts is
what it returns. It leaves `grads` as it is.
"""

from collections.abc import Sequence

import numpy as np
from nethelp import cost_and_grads


def update_parameters_with_gd(
    parameters: dict[str, np.ndarray], grads: dict[str, np.ndarray], learning_rate: float
) -> dict[str, np.ndarray]:
    """Return the parameters after one step of plain gradient descent: θ − α·dθ for each of them."""
    raise NotImplementedError


def random_mini_batches(
    X: np.ndarray, Y: np.ndarray, mini_batch_size: int = 64, seed: int = 0
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the examples, shuffled, as a list of batches (X_b, Y_b).

    X (n_x, m), Y (n_y, m). Every example is in exactly one batch, its column of X with its own
    column of Y. Each batch holds mini_batch_size examples, but the last one holds what is left
    where m is no multiple of that: X_b (n_x, size), Y_b (n_y, size), and no batch is empty. With
    mini_batch_size ≥ m there is one batch. All orders of the examples are equally likely; the
    same seed gives the same order. X and Y stay as they are.
    """
    raise NotImplementedError


def exponentially_weighted_average(
    values: Sequence[float] | np.ndarray, beta: float, bias_correction: bool = False
) -> np.ndarray:
    """Return v_1, …, v_n of the n ≥ 1 values x_1, …, x_n: an array (n,).

    v_t = β·v_(t−1) + (1 − β)·x_t with v_0 = 0 and 0 ≤ β < 1. With bias_correction it is
    v_t/(1 − β^t) that is returned for each t. The values, which may be whole numbers, stay as
    they are: the array is a new one.
    """
    raise NotImplementedError


def initialize_velocity(parameters: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return v before the first step: for each parameter, float64 zeros of its shape.

    The zeros for "W1" lie under "dW1", and so on. Each is an array of its own, new at each
    call, and parameters stays as it is (it may hold whole numbers).
    """
    raise NotImplementedError


def update_parameters_with_momentum(
    parameters: dict[str, np.ndarray],
    grads: dict[str, np.ndarray],
    v: dict[str, np.ndarray],
    beta: float,
    learning_rate: float,
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return (parameters, v) after one step of momentum.

    First v becomes β·v + (1 − β)·dθ, for each parameter θ, and then θ becomes θ − α·v. There is
    no bias correction.
    """
    raise NotImplementedError


def update_parameters_with_rmsprop(
    parameters: dict[str, np.ndarray],
    grads: dict[str, np.ndarray],
    s: dict[str, np.ndarray],
    beta: float = 0.9,
    learning_rate: float = 0.01,
    epsilon: float = 1e-8,
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return (parameters, s) after one step of RMSprop.

    First s becomes β·s + (1 − β)·dθ², entry by entry, and then θ becomes θ − α·dθ/(√s + ε).
    There is no bias correction. ε is larger than 0 wherever s may become 0.
    """
    raise NotImplementedError


def initialize_adam(
    parameters: dict[str, np.ndarray],
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return (v, s) before the first step of Adam: two dicts, each as of initialize_velocity.

    They have no array in common. Uses initialize_velocity.
    """
    raise NotImplementedError


def update_parameters_with_adam(
    parameters: dict[str, np.ndarray],
    grads: dict[str, np.ndarray],
    v: dict[str, np.ndarray],
    s: dict[str, np.ndarray],
    t: int,
    learning_rate: float = 0.01,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return (parameters, v, s) after step number t ≥ 1 of Adam.

    First v becomes β1·v + (1 − β1)·dθ and s becomes β2·s + (1 − β2)·dθ², as in momentum and
    RMSprop. Then, with the corrected averages v̂ = v/(1 − β1^t) and ŝ = s/(1 − β2^t), θ becomes
    θ − α·v̂/(√ŝ + ε). What is returned are v and s, not v̂ and ŝ. ε may be 0 only where no ŝ is.
    """
    raise NotImplementedError


def model(
    X: np.ndarray,
    Y: np.ndarray,
    initial: dict[str, np.ndarray],
    optimizer: str,
    learning_rate: float = 0.01,
    mini_batch_size: int = 64,
    num_epochs: int = 20,
    beta: float = 0.9,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
    seed: int = 0,
) -> tuple[dict[str, np.ndarray], list[float]]:
    """Train the network of nethelp from `initial`, mini-batch by mini-batch.

    X (n_x, m), Y (n_y, m). optimizer is "gd", "momentum", "rmsprop" or "adam"; any other name
    raises ValueError. In each of num_epochs epochs the examples are shuffled anew and cut into
    batches, and each batch gives one step. v and s go on from epoch to epoch, and t counts the
    batches of all epochs. Returns (parameters, costs): the parameters after the last step, and one
    cost for each epoch, the mean over its m examples, where the cost of a batch is taken before
    the batch's step. The same seed gives the same result; `initial` stays as it is. Uses
    cost_and_grads of nethelp, and all of the above but exponentially_weighted_average.
    """
    raise NotImplementedError
