"""check_parameters returns distances that are relative to nothing."""

from collections.abc import Callable

import numpy as np


def check_parameters(
    cost: Callable[[dict[str, np.ndarray]], float],
    gradients: dict[str, np.ndarray],
    parameters: dict[str, np.ndarray],
    epsilon: float = 1e-6,
) -> tuple[dict[str, float], str]:
    differences = {}
    for name, value in parameters.items():

        def along(moved: np.ndarray, name: str = name) -> float:
            return cost({**parameters, name: moved})

        numeric = numeric_gradient(along, value, epsilon)  # noqa: F821
        differences[name] = float(np.linalg.norm(gradients[f"d{name}"] - numeric))
    return differences, max(differences, key=differences.__getitem__)
