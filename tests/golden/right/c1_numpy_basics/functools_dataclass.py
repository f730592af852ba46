from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, Callable, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
PIXEL_MAX: float = 255.0


def in_float64(fn: Callable[..., Any]) -> Callable[..., Any]:
    """Hand every argument on as a float64 array."""

    @functools.wraps(fn)
    def wrapper(*args: npt.ArrayLike, **kwargs: Any) -> Any:
        return fn(*(np.array(a, dtype=np.float64) for a in args), **kwargs)

    return wrapper


def same_shapes(fn: Callable[[Floats, Floats], Any]) -> Callable[[Floats, Floats], Any]:
    @functools.wraps(fn)
    def wrapper(yhat: Floats, y: Floats) -> Any:
        if yhat.shape != y.shape:
            raise ValueError(f"{yhat.shape=} is not {y.shape=}")
        return fn(yhat, y)

    return wrapper


@in_float64
def sigmoid(z: Floats) -> Any:
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


@in_float64
def sigmoid_derivative(z: Floats) -> Any:
    e = np.exp(-np.abs(z))
    return e / (1.0 + e) ** 2


class Geometry(NamedTuple):
    h: int
    w: int
    c: int

    @property
    def size(self) -> int:
        return self.h * self.w * self.c


def image_to_vector(image: np.ndarray) -> np.ndarray:
    return image.reshape(Geometry(*image.shape).size, 1)


def flatten_images(images: np.ndarray) -> np.ndarray:
    return np.moveaxis(images, 0, -1).reshape(Geometry(*images.shape[1:]).size, -1)


scale_pixels = functools.partial(np.multiply, 1 / PIXEL_MAX, dtype=np.float64)


@dataclass(frozen=True)
class Rows:
    values: Floats

    @functools.cached_property
    def norms(self) -> Floats:
        return np.sqrt((self.values**2).sum(axis=1, keepdims=True))

    def unit(self) -> Floats:
        return np.divide(
            self.values, self.norms, out=np.zeros_like(self.values), where=self.norms != 0
        )


@in_float64
def normalize_rows(x: Floats) -> Floats:
    return Rows(x).unit()


@in_float64
def softmax(x: Floats) -> Floats:
    top: Floats = np.maximum.reduce(x, axis=1, keepdims=True)
    log_total = top + np.log(np.exp(x - top).sum(axis=1, keepdims=True))
    return np.exp(x - log_total)


@in_float64
@same_shapes
def _power_loss(yhat: Floats, y: Floats) -> Floats:
    return np.abs(y - yhat)


def l1_loss(yhat: npt.ArrayLike, y: npt.ArrayLike) -> float:
    return _power_loss(yhat, y).sum().item()


def l2_loss(yhat: npt.ArrayLike, y: npt.ArrayLike) -> np.float64:
    return np.float64((_power_loss(yhat, y) ** 2).sum())


def _join(p: int, q: int) -> int:
    match p, q:
        case (1, side) | (side, 1):
            return side
        case _ if p == q:
            return p
    raise ValueError(f"{p} does not fit {q}")


def broadcast_shape(shape_a: tuple[int, ...], shape_b: tuple[int, ...]) -> tuple[int, ...]:
    if len(shape_a) < len(shape_b):
        shape_a, shape_b = shape_b, shape_a
    lead = len(shape_a) - len(shape_b)
    return shape_a[:lead] + tuple(map(_join, shape_a[lead:], shape_b))


@dataclass
class Moments:
    mean: Floats
    std: Floats

    @classmethod
    def of(cls, X: Floats) -> Moments:
        return cls(X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True, ddof=0))


@in_float64
def center_and_scale(X: Floats) -> Floats:
    moments = Moments.of(X)
    flat = np.ptp(X, axis=1, keepdims=True) == 0
    return np.where(flat, 0.0, (X - moments.mean) / np.where(flat, 1.0, moments.std))


@in_float64
def pairwise_sq_distances(A: Floats, B: Floats) -> Floats:
    return functools.reduce(np.add, (np.subtract.outer(a, b) ** 2 for a, b in zip(A.T, B.T)))
