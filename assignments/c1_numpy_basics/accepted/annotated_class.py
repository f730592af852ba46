# Classes and small helpers do the work; annotations everywhere; views where views will do.

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from itertools import zip_longest
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Scaler:
    """Remembers the mean and the deviation of each feature."""

    mean: Floats
    deviation: Floats

    @classmethod
    def fit(cls, X: Floats) -> Self:
        mean = np.average(X, axis=1)[:, np.newaxis]
        second = np.average((X - mean) ** 2, axis=1)[:, np.newaxis]
        return cls(mean, np.sqrt(second))

    def __call__(self, X: Floats) -> Floats:
        safe = self.deviation + (self.deviation == 0)
        return np.asarray((X - self.mean) / safe)


class Curve:
    """The logistic curve, through the hyperbolic tangent."""

    def value(self, z: npt.ArrayLike) -> Any:
        return 0.5 * (1 + np.tanh(0.5 * np.asarray(z)))

    def slope(self, z: npt.ArrayLike) -> Any:
        return 0.25 / np.cosh(0.5 * np.asarray(z)) ** 2


def sigmoid(z: npt.ArrayLike) -> Any:
    return Curve().value(z)


def sigmoid_derivative(z: npt.ArrayLike) -> Any:
    return Curve().slope(z)


def image_to_vector(image: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return image.flatten()[:, np.newaxis]


def flatten_images(images: npt.NDArray[Any]) -> npt.NDArray[Any]:
    m, h, w, c = images.shape
    return np.moveaxis(images, 0, -1).reshape(h * w * c, m)


def loss(per_entry: Callable[[Floats], Floats]) -> Callable[[Any, Any], float]:
    def total(yhat: Any, y: Any) -> float:
        yhat, y = np.asarray(yhat, dtype=float), np.asarray(y, dtype=float)
        if yhat.shape != y.shape:
            raise ValueError(f"{yhat.shape} is not {y.shape}")
        return float(per_entry(y - yhat).sum())

    return total


l1_loss = loss(np.abs)
l2_loss = loss(np.square)


def stretched(p: int, q: int) -> int:
    """The side that both become."""
    match p, q:
        case (1, side) | (side, 1):
            return side
        case _ if p == q:
            return p
    raise ValueError(f"{p} against {q}")


def broadcast_shape(shape_a: tuple[int, ...], shape_b: tuple[int, ...]) -> tuple[int, ...]:
    pairs = zip_longest(reversed(shape_a), reversed(shape_b), fillvalue=1)
    return reduce(lambda shape, pair: (stretched(*pair), *shape), pairs, ())


def center_and_scale(X: Floats) -> Floats:
    return Scaler.fit(X)(X)


def pairwise_sq_distances(A: Floats, B: Floats) -> Floats:
    difference = np.expand_dims(A, 1) - np.expand_dims(B, 0)
    return np.asarray((difference[..., np.newaxis, :] @ difference[..., np.newaxis])[..., 0, 0])
