"""Content, Gram matrices and style, and an image that is made by gradient descent, in NumPy.

Images are (n_H, n_W, C), and there is one at a time: no axis for examples. `extract` of convhelp
takes an image through layers of fixed filters, and returns what each of them makes of it:

    a              (n_H, n_W, n_C)  activations of one layer: a number per place and channel
    A = unroll(a)  (n_C, N)         the same, a row per channel; N = n_H·n_W
    G              (n_C, n_C)       the Gram matrix A·Aᵀ: which channels go together

C, S and G name what belongs to the content image, the style image and the generated image.
Lists hold an entry for each layer, the first one at 0.
"""

from collections.abc import Sequence

import numpy as np
from convhelp import extract, extract_backward


def content_cost(a_C: np.ndarray, a_G: np.ndarray) -> float:
    """Return Σ (a_C − a_G)² / (4·n_H·n_W·n_C), a number.

    a_C and a_G (n_H, n_W, n_C) are the activations of one layer for two images.
    """
    # BEGIN SOLUTION
    n_H, n_W, n_C = a_G.shape
    return float(np.sum((a_C - a_G) ** 2) / (4 * n_H * n_W * n_C))
    # END SOLUTION


def content_cost_gradient(a_C: np.ndarray, a_G: np.ndarray) -> np.ndarray:
    """Return the gradient (n_H, n_W, n_C) of content_cost with respect to a_G."""
    # BEGIN SOLUTION
    n_H, n_W, n_C = a_G.shape
    return (a_G - a_C) / (2 * n_H * n_W * n_C)
    # END SOLUTION


def unroll(a: np.ndarray) -> np.ndarray:
    """Return A (n_C, n_H·n_W) of the activations a (n_H, n_W, n_C).

    Row c is channel c, its places row by row: A[c, h·n_W + w] = a[h, w, c]. a stays as it is.
    """
    # BEGIN SOLUTION
    n_H, n_W, n_C = a.shape
    return a.reshape(n_H * n_W, n_C).T
    # END SOLUTION


def gram_matrix(A: np.ndarray) -> np.ndarray:
    """Return G = A·Aᵀ (n_C, n_C) of A (n_C, N): the products of all pairs of rows, unscaled."""
    # BEGIN SOLUTION
    return A @ A.T
    # END SOLUTION


def layer_style_cost(a_S: np.ndarray, a_G: np.ndarray) -> float:
    """Return Σ (G_S − G_G)² / (4·n_C²·N²), a number, with N = n_H·n_W.

    a_S and a_G (n_H, n_W, n_C) are the activations of one layer for the style image and the
    generated one, and G_S and G_G the Gram matrices of these, unrolled. Uses unroll and
    gram_matrix.
    """
    # BEGIN SOLUTION
    n_H, n_W, n_C = a_G.shape
    difference = gram_matrix(unroll(a_G)) - gram_matrix(unroll(a_S))
    return float(np.sum(difference**2) / (4 * n_C**2 * (n_H * n_W) ** 2))
    # END SOLUTION


def layer_style_cost_gradient(a_S: np.ndarray, a_G: np.ndarray) -> np.ndarray:
    """Return the gradient (n_H, n_W, n_C) of layer_style_cost with respect to a_G.

    With A = unroll(a_G) it is (G_G − G_S)·A / (n_C²·N²), brought back to the shape of a_G. Uses
    unroll and gram_matrix.
    """
    # BEGIN SOLUTION
    n_H, n_W, n_C = a_G.shape
    A = unroll(a_G)
    difference = gram_matrix(A) - gram_matrix(unroll(a_S))
    dA = difference @ A / (n_C**2 * (n_H * n_W) ** 2)
    return dA.T.reshape(n_H, n_W, n_C)
    # END SOLUTION


def style_cost(
    style_acts: Sequence[np.ndarray], gen_acts: Sequence[np.ndarray], weights: Sequence[float]
) -> float:
    """Return the sum over the layers of weights[l] times the layer's style cost, a number.

    The lists have an entry per layer; a_S and a_G of a layer have one shape, and the layers may
    have different ones. The weights are used as they are given. Uses layer_style_cost.
    """
    # BEGIN SOLUTION
    total = 0.0
    for layer in range(len(weights)):
        total += weights[layer] * layer_style_cost(style_acts[layer], gen_acts[layer])
    return total
    # END SOLUTION


def total_cost(J_content: float, J_style: float, alpha: float = 10.0, beta: float = 40.0) -> float:
    """Return α·J_content + β·J_style, a number."""
    # BEGIN SOLUTION
    return alpha * J_content + beta * J_style
    # END SOLUTION


def activation_gradients(
    content_acts: Sequence[np.ndarray],
    style_acts: Sequence[np.ndarray],
    gen_acts: Sequence[np.ndarray],
    content_layer: int,
    weights: Sequence[float],
    alpha: float = 10.0,
    beta: float = 40.0,
) -> list[np.ndarray]:
    """Return the gradients of the total cost with respect to gen_acts: one array per layer.

    The style cost looks at every layer, with its weight; the content cost at content_layer
    alone, counted from 0. Entry l has the shape of gen_acts[l]. Nothing that is passed in
    changes. Uses content_cost_gradient and layer_style_cost_gradient.
    """
    # BEGIN SOLUTION
    d_acts = []
    for layer in range(len(gen_acts)):
        a_G = gen_acts[layer]
        d = beta * weights[layer] * layer_style_cost_gradient(style_acts[layer], a_G)
        if layer == content_layer:
            d = d + alpha * content_cost_gradient(content_acts[layer], a_G)
        d_acts.append(d)
    return d_acts
    # END SOLUTION


def style_transfer(
    content: np.ndarray,
    style: np.ndarray,
    filters: Sequence[np.ndarray],
    content_layer: int,
    weights: Sequence[float],
    start: np.ndarray,
    alpha: float = 10.0,
    beta: float = 40.0,
    learning_rate: float = 1.0,
    iterations: int = 100,
) -> tuple[np.ndarray, list[float]]:
    """Return (image, costs) after gradient descent on the pixels, from a copy of start.

    content, style and start are images of one shape (n_H, n_W, C). costs[k] is the total cost
    before update k: there are as many as iterations, and none for 0. The image is the one after
    the last update; its pixels may leave 0 … 1. Nothing that is passed in changes. Uses extract
    and extract_backward of convhelp, content_cost, style_cost, total_cost and
    activation_gradients.
    """
    # BEGIN SOLUTION
    content_acts, _ = extract(content, filters)
    style_acts, _ = extract(style, filters)
    image, costs = start.copy(), []
    for _ in range(iterations):
        acts, cache = extract(image, filters)
        J_content = content_cost(content_acts[content_layer], acts[content_layer])
        J_style = style_cost(style_acts, acts, weights)
        costs.append(total_cost(J_content, J_style, alpha, beta))
        d_acts = activation_gradients(
            content_acts, style_acts, acts, content_layer, weights, alpha, beta
        )
        image = image - learning_rate * extract_backward(d_acts, cache)
    return image, costs
    # END SOLUTION
