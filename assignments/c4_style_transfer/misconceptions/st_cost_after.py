"""style_transfer keeps the cost of the image after each step."""

import numpy as np


def style_transfer(
    content: np.ndarray,
    style: np.ndarray,
    filters: list[np.ndarray],
    content_layer: int,
    weights: list[float],
    start: np.ndarray,
    alpha: float = 10.0,
    beta: float = 40.0,
    learning_rate: float = 1.0,
    iterations: int = 100,
) -> tuple[np.ndarray, list[float]]:
    content_acts, _ = extract(content, filters)  # noqa: F821
    style_acts, _ = extract(style, filters)  # noqa: F821
    image, costs = start.copy(), []
    acts, cache = extract(image, filters)  # noqa: F821
    for _ in range(iterations):
        d_acts = activation_gradients(  # noqa: F821
            content_acts, style_acts, acts, content_layer, weights, alpha, beta
        )
        image = image - learning_rate * extract_backward(d_acts, cache)  # noqa: F821
        acts, cache = extract(image, filters)  # noqa: F821
        J_content = content_cost(  # noqa: F821
            content_acts[content_layer], acts[content_layer]
        )
        J_style = style_cost(style_acts, acts, weights)  # noqa: F821
        costs.append(total_cost(J_content, J_style, alpha, beta))  # noqa: F821
    return image, costs
