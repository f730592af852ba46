"""Data sets that are made, the same at every call."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.authoring import Array, Reference


def petals(m: int, seed: int) -> tuple[Array, Array]:
    """m points X (2, m) on four petals, and their classes Y (1, m).

    As the given function of this name, with k = 2 and a noise of 0.08.
    """
    rng = np.random.default_rng(seed)
    theta = rng.uniform(0, 2 * np.pi, size=m)
    rho = 2 * np.sqrt(rng.uniform(0.01, 1, size=m))
    X = rho * np.array([np.cos(theta), np.sin(theta)]) + 0.08 * rng.normal(size=(2, m))
    return X, (np.sin(2 * theta) > 0).astype(np.float64).reshape(1, m)


def odd_digits(ref: Reference, seed: int = 0) -> tuple[Array, Array, NDArray[Any]]:
    """The 1797 handwritten digits in the order of that shuffle: X, Y and which they are.

    X (64, 1797) holds pixels in 0 … 1, Y (1, 1797) is 1 for an odd digit.
    """
    data = ref.data("digits")
    order = np.random.default_rng(seed).permutation(data["X"].shape[1])
    digit = data["digit"][:, order]
    return data["X"][:, order] / 16.0, (digit % 2).astype(np.float64), digit[0]


def digits_to_learn(
    ref: Reference, train: int, test: int, seed: int = 0
) -> tuple[Array, Array, Array, Array, NDArray[Any]]:
    """The first `train` of `odd_digits`, the `test` that follow, and which the latter are.

    (X_train, Y_train, X_test, Y_test, digit)
    """
    X, Y, digit = odd_digits(ref, seed)
    others = slice(train, train + test)
    return X[:, :train], Y[:, :train], X[:, others], Y[:, others], digit[others]


def digit_images(
    ref: Reference, classes: int, train: int, test: int, seed: int = 0
) -> tuple[Array, Array, Array, Array, NDArray[Any]]:
    """Digits 0 … classes − 1 in the order of that shuffle: `train` of them, and the next `test`.

    (X_train, Y_train, X_test, Y_test, digit): images (m, 8, 8, 1) of pixels in 0 … 1, their labels
    one-hot (m, classes), and which the test images are.
    """
    data = ref.data("digits")
    order = np.random.default_rng(seed).permutation(data["X"].shape[1])
    order = order[data["digit"][0, order] < classes][: train + test]
    digit = data["digit"][0, order]
    X = data["X"][:, order].T.reshape(-1, 8, 8, 1) / 16.0
    Y = (digit[:, np.newaxis] == np.arange(classes)).astype(np.float64)
    return X[:train], Y[:train], X[train:], Y[train:], digit[train:]


def circles(m: int, seed: int) -> tuple[Array, Array]:
    """m points X (2, m) on two circles around the origin, and their classes Y (1, m).

    In turn of class 0, at a radius of 1, and of class 1, at 0.6; blurred by 0.08.
    """
    rng = np.random.default_rng(seed)
    theta = rng.uniform(0, 2 * np.pi, size=m)
    Y = np.arange(m) % 2
    X = np.where(Y == 1, 0.6, 1.0) * np.array([np.cos(theta), np.sin(theta)])
    return X + 0.08 * rng.normal(size=(2, m)), Y.astype(np.float64).reshape(1, m)


def waves(m: int, seed: int) -> tuple[Array, Array]:
    """m numbers x (m,) from −1 to 1, and y (m,), which is sin(3x) with noise of 0.2.

    As the given function of this name.
    """
    # Handed out with public checks: a line of some solution must not be in it.
    chance = np.random.default_rng(seed)
    x = chance.uniform(-1, 1, size=m)
    return x, np.sin(3 * x) + 0.2 * chance.normal(size=m)
