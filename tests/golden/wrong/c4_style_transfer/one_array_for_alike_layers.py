# expect: activation_gradients loses
"""Layers of one shape share the array that gradients are added into."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from convhelp import extract, extract_backward
from numpy.typing import NDArray

Array = NDArray[np.float64]


def _same_shape(one: Array, other: Array) -> tuple[int, int, int]:
    assert one.ndim == 3, f"activations have three axes, not {one.ndim}"
    assert one.shape == other.shape, f"{one.shape} is not {other.shape}"
    n_H, n_W, n_C = one.shape
    return n_H, n_W, n_C


def content_cost(a_C: Array, a_G: Array) -> float:
    """A quarter of the mean squared difference."""
    n_H, n_W, n_C = _same_shape(a_C, a_G)
    return float(np.linalg.norm(a_C - a_G) ** 2 / (4.0 * n_H * n_W * n_C))


def content_cost_gradient(a_C: Array, a_G: Array) -> Array:
    """d content_cost / d a_G."""
    n_H, n_W, n_C = _same_shape(a_C, a_G)
    gradient = (a_G - a_C) / (2.0 * n_H * n_W * n_C)
    assert gradient.shape == a_G.shape
    return gradient


def unroll(a: Array) -> Array:
    """(n_H, n_W, n_C) → (n_C, n_H·n_W)."""
    n_H, n_W, n_C = a.shape
    A = a.transpose(2, 0, 1).reshape(n_C, n_H * n_W)
    assert np.array_equal(A[0], a[:, :, 0].ravel())
    return A


def _roll(A: Array, n_H: int, n_W: int) -> Array:
    """The way back of unroll."""
    return A.reshape(A.shape[0], n_H, n_W).transpose(1, 2, 0)


def gram_matrix(A: Array) -> Array:
    """A·Aᵀ."""
    G = A @ A.T
    assert G.shape == (A.shape[0], A.shape[0])
    return G


def _gap(a_S: Array, a_G: Array) -> Array:
    return gram_matrix(unroll(a_G)) - gram_matrix(unroll(a_S))


def layer_style_cost(a_S: Array, a_G: Array) -> float:
    """The squared Frobenius norm of the gap, scaled."""
    n_H, n_W, n_C = _same_shape(a_S, a_G)
    gap = _gap(a_S, a_G)
    return float(np.trace(gap @ gap.T)) / (2.0 * n_C * n_H * n_W) ** 2


def layer_style_cost_gradient(a_S: Array, a_G: Array) -> Array:
    """d layer_style_cost / d a_G."""
    n_H, n_W, n_C = _same_shape(a_S, a_G)
    # dJ/dG, and then G = A·Aᵀ, where A is met twice
    d_gram = 2.0 * _gap(a_S, a_G) / (2.0 * n_C * n_H * n_W) ** 2
    d_A = (d_gram + d_gram.T) @ unroll(a_G)
    gradient = _roll(d_A, n_H, n_W)
    assert gradient.shape == a_G.shape
    return gradient


def style_cost(
    style_acts: Sequence[Array], gen_acts: Sequence[Array], weights: Sequence[float]
) -> float:
    """The weighted sum."""
    assert len(style_acts) == len(gen_acts) == len(weights)
    return sum(
        float(weight) * layer_style_cost(a_S, a_G)
        for weight, a_S, a_G in zip(weights, style_acts, gen_acts, strict=True)
    )


def total_cost(J_content: float, J_style: float, alpha: float = 10.0, beta: float = 40.0) -> float:
    """α·J_content + β·J_style."""
    return float(alpha) * float(J_content) + float(beta) * float(J_style)


def activation_gradients(
    content_acts: Sequence[Array],
    style_acts: Sequence[Array],
    gen_acts: Sequence[Array],
    content_layer: int,
    weights: Sequence[float],
    alpha: float = 10.0,
    beta: float = 40.0,
) -> list[Array]:
    """One array per layer."""
    layers = len(gen_acts)
    assert 0 <= content_layer < layers
    blank = {a.shape: np.zeros(a.shape) for a in gen_acts}
    gradients = [blank[a.shape] for a in gen_acts]
    for layer in range(layers):
        gradients[layer] += (
            beta * weights[layer] * layer_style_cost_gradient(style_acts[layer], gen_acts[layer])
        )
    gradients[content_layer] += alpha * content_cost_gradient(
        content_acts[content_layer], gen_acts[content_layer]
    )
    return gradients


def style_transfer(
    content: Array,
    style: Array,
    filters: Sequence[Array],
    content_layer: int,
    weights: Sequence[float],
    start: Array,
    alpha: float = 10.0,
    beta: float = 40.0,
    learning_rate: float = 1.0,
    iterations: int = 100,
) -> tuple[Array, list[float]]:
    """Gradient descent on the pixels."""
    assert content.shape == style.shape == start.shape
    content_acts = extract(content, filters)[0]
    style_acts = extract(style, filters)[0]
    image = np.array(start, dtype=np.float64, copy=True)
    costs: list[float] = []
    for _ in range(iterations):
        gen_acts, cache = extract(image, filters)
        costs.append(
            total_cost(
                content_cost(content_acts[content_layer], gen_acts[content_layer]),
                style_cost(style_acts, gen_acts, weights),
                alpha=alpha,
                beta=beta,
            )
        )
        gradients = activation_gradients(
            content_acts, style_acts, gen_acts, content_layer, weights, alpha, beta
        )
        step = learning_rate * extract_backward(gradients, cache)
        assert step.shape == image.shape
        image = image - step
    assert len(costs) == iterations
    return image, costs
