"""Schedules: which learning rate each epoch has, and what it is good for.

lr0 is the rate to begin with, and epoch counts from 0: epoch 0 has the full rate lr0, but in a
warm-up. All arguments are numbers, and each schedule returns one number for one epoch. Epochs
may go up to 10000.
"""

import math
from collections.abc import Sequence

import numpy as np


def step_decay(lr0: float, epoch: int, drop: float = 0.5, epochs_per_drop: int = 10) -> float:
    """Return lr0, times drop for each whole period of epochs_per_drop that is over."""
    raise NotImplementedError


def exponential_decay(lr0: float, epoch: int, rate: float = 0.95) -> float:
    """Return lr0·rate^epoch: every epoch has `rate` times the rate of the one before it."""
    raise NotImplementedError


def inverse_time_decay(lr0: float, epoch: int, decay_rate: float = 1.0) -> float:
    """Return lr0/(1 + decay_rate·epoch)."""
    raise NotImplementedError


def staircase_inverse_time(
    lr0: float, epoch: int, decay_rate: float = 1.0, time_interval: int = 1000
) -> float:
    """Return lr0/(1 + decay_rate·k), where k is how many whole intervals have passed."""
    raise NotImplementedError


def cosine_annealing(lr0: float, epoch: int, total_epochs: int, lr_min: float = 0.0) -> float:
    """Return the rate on half a cosine wave, from lr0 at epoch 0 to lr_min at total_epochs.

    It is lr_min + (lr0 − lr_min)·(1 + cos(π·e/total_epochs))/2 with e = epoch, and from
    total_epochs on it stays at lr_min. total_epochs ≥ 1.
    """
    raise NotImplementedError


def warmup_cosine(
    lr0: float, epoch: int, warmup_epochs: int, total_epochs: int, lr_min: float = 0.0
) -> float:
    """Return the rate of a warm-up and then half a cosine wave.

    In the first w = warmup_epochs epochs it rises in equal steps, lr0·(epoch + 1)/w. Then
    cosine_annealing begins, at lr0 in epoch w, and reaches lr_min at total_epochs. Here
    0 ≤ w < total_epochs; w = 0 is no warm-up. Uses cosine_annealing.
    """
    raise NotImplementedError


def make_schedule(name: str, lr0: float, num_epochs: int, **options: float) -> list[float]:
    """Return the rates of the epochs 0, 1, …, num_epochs − 1, as a list.

    name is "constant", "step", "exponential", "inverse_time" or "cosine" (whose total_epochs is
    num_epochs); any other name raises ValueError. The options, such as drop=0.1 for "step", go on
    to the function of that schedule. Uses step_decay, exponential_decay, inverse_time_decay and
    cosine_annealing.
    """
    raise NotImplementedError


def sgd_with_rates(x: np.ndarray, y: np.ndarray, w0: float, rates: Sequence[float]) -> np.ndarray:
    """Return all weights of stochastic gradient descent on the model w·x: an array (k + 1,).

    x (n,), y (n,), and the k numbers in rates are the steps' rates; x, y and w0 may be whole
    numbers, and the result is float64 all the same. Step i looks at one example,
    number j = i mod n, whose loss is ½·(w·x_j − y_j)², and goes down its slope with rates[i].
    The weights begin with w0 and end with the weight after the last step.
    """
    raise NotImplementedError
