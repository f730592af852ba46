"""check_parameters names the parameter with the largest distance."""

from collections.abc import Callable

import numpy as np


def check_parameters(
    cost: Callable[[dict[str, np.ndarray]], float],
    gradients: dict[str, np.ndarray],
    parameters: dict[str, np.ndarray],
    epsilon: float = 1e-6,
) -> tuple[dict[str, float], str]:
    differences, distances = {}, {}
    for name, value in parameters.items():

        def along(moved: np.ndarray, name: str = name) -> float:
            return cost({**parameters, name: moved})

        numeric = numeric_gradient(along, value, epsilon)  # noqa: F821
        differences[name] = relative_difference(gradients[f"d{name}"], numeric)  # noqa: F821
        distances[name] = float(np.linalg.norm(gradients[f"d{name}"] - numeric))
    return differences, max(distances, key=distances.__getitem__)
