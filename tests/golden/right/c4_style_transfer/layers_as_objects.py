"""Two objects, one for the target of a layer and one for the whole; Gram matrices are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from convhelp import extract, extract_backward


@dataclass(frozen=True)
class Difference:
    """Activations that are wanted, and those that are there."""

    want: np.ndarray
    have: np.ndarray

    @property
    def per_entry(self) -> float:
        return 1.0 / self.have.size

    @cached_property
    def gap(self) -> np.ndarray:
        return self.have - self.want

    @cached_property
    def gram_gap(self) -> np.ndarray:
        return gram_matrix(unroll(self.have)) - gram_matrix(unroll(self.want))

    def content(self) -> float:
        return 0.25 * self.per_entry * float(np.square(self.gap).sum())

    def content_slope(self) -> np.ndarray:
        return 0.5 * self.per_entry * self.gap

    def style(self) -> float:
        return 0.25 * self.per_entry**2 * float(np.square(self.gram_gap).sum())

    def style_slope(self) -> np.ndarray:
        return roll_up(self.per_entry**2 * self.gram_gap @ unroll(self.have), self.have.shape)


@dataclass
class Descent:
    filters: Sequence[np.ndarray]
    content_layer: int
    weights: Sequence[float]
    alpha: float
    beta: float
    costs: list[float] = field(default_factory=list)

    def watch(self, content: np.ndarray, style: np.ndarray) -> Descent:
        self.content_acts, _ = extract(content, self.filters)
        self.style_acts, _ = extract(style, self.filters)
        return self

    def slope(self, image: np.ndarray) -> np.ndarray:
        """Write the cost of the image down, and return its gradient."""
        acts, cache = extract(image, self.filters)
        of = self.content_layer
        self.costs.append(
            total_cost(
                content_cost(self.content_acts[of], acts[of]),
                style_cost(self.style_acts, acts, self.weights),
                alpha=self.alpha,
                beta=self.beta,
            )
        )
        slopes = activation_gradients(
            self.content_acts,
            self.style_acts,
            acts,
            of,
            self.weights,
            alpha=self.alpha,
            beta=self.beta,
        )
        return extract_backward(slopes, cache)


def roll_up(A: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Undo `unroll`."""
    n_H, n_W, n_C = shape
    return A.reshape(n_C, n_H, n_W).transpose(1, 2, 0)


def content_cost(a_C, a_G):
    return Difference(a_C, a_G).content()


def content_cost_gradient(a_C, a_G):
    return Difference(a_C, a_G).content_slope()


def unroll(a):
    return np.stack([a[:, :, c].ravel() for c in range(a.shape[2])])


def gram_matrix(A):
    return A @ A.T


def layer_style_cost(a_S, a_G):
    return Difference(a_S, a_G).style()


def layer_style_cost_gradient(a_S, a_G):
    return Difference(a_S, a_G).style_slope()


def style_cost(style_acts, gen_acts, weights):
    layers = zip(style_acts, gen_acts, weights, strict=True)
    return sum((w * layer_style_cost(a_S, a_G) for a_S, a_G, w in layers), 0.0)


def total_cost(J_content, J_style, alpha=10.0, beta=40.0):
    return alpha * J_content + beta * J_style


def activation_gradients(
    content_acts, style_acts, gen_acts, content_layer, weights, alpha=10.0, beta=40.0
):
    slopes = []
    for layer, (a_S, a_G, weight) in enumerate(zip(style_acts, gen_acts, weights, strict=True)):
        slope = np.zeros_like(a_G)
        if beta * weight != 0:
            slope += beta * weight * layer_style_cost_gradient(a_S, a_G)
        if layer == content_layer and alpha != 0:
            slope += alpha * content_cost_gradient(content_acts[layer], a_G)
        slopes.append(slope)
    return slopes


def style_transfer(
    content,
    style,
    filters,
    content_layer,
    weights,
    start,
    alpha=10.0,
    beta=40.0,
    learning_rate=1.0,
    iterations=100,
):
    descent = Descent(filters, content_layer, weights, alpha, beta).watch(content, style)
    image = start
    for _ in range(iterations):
        image = image - learning_rate * descent.slope(image)
    return (image if iterations else start.copy()), descent.costs
